/** A short series of questions with a way back: each step asks one thing and keeps its answer. */
import { type InputBox, l10n, type QuickInput, QuickInputButtons, type QuickPickItem, window } from 'vscode';

export interface TextStep {
  readonly type: 'text';
  readonly name: string;
  readonly prompt: string;
  readonly placeholder?: string;
  readonly value?: string;
  /** Not shown while typed; the box stays when the window loses focus, so that a password manager can be used. */
  readonly secret?: boolean;
  /** What is wrong with the answer, or null. */
  readonly wrong: (value: string) => string | null;
  /** What is already wrong while it is typed; nothing, when absent. */
  readonly typing?: (value: string) => string | null;
}

export interface ChoiceStep {
  readonly type: 'choice';
  readonly name: string;
  readonly prompt: string;
  readonly value?: string;
  readonly choices: readonly { readonly value: string; readonly label: string; readonly detail?: string }[];
}

export type Step = TextStep | ChoiceStep;
export type Answers = Readonly<Record<string, string>>;

export interface Asking {
  readonly title: string;
  /** Steps may depend on the answers before them. */
  readonly stepsFor: (answers: Answers) => Promise<readonly Step[]>;
  /** What was answered before, offered again. */
  readonly known?: Answers;
  /** The step to begin with: by name, else the first that is not answered. */
  readonly from?: string;
  /** Told after each answer. */
  readonly answered?: (answers: Answers) => unknown;
}

/** Asks step by step; undefined when the person gave up. */
export async function ask({
  title,
  stepsFor,
  known = {},
  from,
  answered,
}: Asking): Promise<Answers | undefined> {
  let answers = known;
  let place = placeOf(await stepsFor(answers), answers, from);
  for (;;) {
    const steps = await stepsFor(answers);
    const step = steps[place];
    if (!step) return answers;
    const given = answers[step.name] ?? step.value ?? '';
    const answer = await askOne(step, given, { title, step: place + 1, totalSteps: steps.length });
    if (answer === undefined) return undefined;
    if (answer === BACK) place -= 1;
    else {
      answers = { ...answers, [step.name]: answer };
      answered?.(answers);
      place += 1;
    }
  }
}

function placeOf(steps: readonly Step[], answers: Answers, from: string | undefined): number {
  const named = steps.findIndex(({ name }) => name === from);
  if (named >= 0) return named;
  const open = steps.findIndex(({ name }) => answers[name] === undefined);
  return Math.max(0, open);
}

const BACK = Symbol('back');
type Answer = string | typeof BACK | undefined;

interface Frame {
  readonly title: string;
  readonly step: number;
  readonly totalSteps: number;
}

const askOne = (step: Step, given: string, frame: Frame): Promise<Answer> =>
  step.type === 'text' ? askText(step, given, frame) : askChoice(step, given, frame);

function prepare(input: QuickInput, frame: Frame): void {
  input.title = frame.title;
  input.step = frame.step;
  input.totalSteps = frame.totalSteps;
  input.ignoreFocusOut = true;
}

function askText(step: TextStep, given: string, frame: Frame): Promise<Answer> {
  const box = window.createInputBox();
  prepare(box, frame);
  box.prompt = step.prompt;
  box.placeholder = step.placeholder ?? '';
  box.value = given;
  box.password = step.secret ?? false;
  if (frame.step > 1) box.buttons = [QuickInputButtons.Back];
  return answerOf(box, (settle) => {
    box.onDidChangeValue((value) => showWrong(box, step.typing?.(value.trim()) ?? null));
    box.onDidAccept(() => {
      const value = step.secret ? box.value : box.value.trim();
      const wrong = step.wrong(value);
      if (wrong) showWrong(box, wrong);
      else settle(value);
    });
    box.onDidTriggerButton(() => settle(BACK));
  });
}

function showWrong(box: InputBox, wrong: string | null): void {
  box.validationMessage = wrong ?? '';
}

function askChoice(step: ChoiceStep, given: string, frame: Frame): Promise<Answer> {
  const pick = window.createQuickPick<QuickPickItem & { readonly value: string }>();
  prepare(pick, frame);
  pick.placeholder = step.prompt;
  pick.items = step.choices.map(({ value, label, detail }) => ({
    value,
    label,
    ...(detail ? { detail } : {}),
  }));
  pick.activeItems = pick.items.filter(({ value }) => value === given);
  if (frame.step > 1) pick.buttons = [QuickInputButtons.Back];
  return answerOf(pick, (settle) => {
    pick.onDidAccept(() => settle(pick.selectedItems[0]?.value));
    pick.onDidTriggerButton(() => settle(BACK));
  });
}

/** Shows the input until it is settled or hidden. */
function answerOf(input: QuickInput, listen: (settle: (answer: Answer) => void) => void): Promise<Answer> {
  return new Promise((resolve) => {
    listen((answer) => {
      resolve(answer);
      input.hide();
    });
    input.onDidHide(() => {
      resolve(undefined);
      input.dispose();
    });
    input.show();
  });
}

export const needed = (value: string): string | null =>
  value === '' ? l10n.t('Please fill this in.') : null;
