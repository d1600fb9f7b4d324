/** First names and what people are called instead. A short form may belong to several names. */
const GROUPS = `
alexander alex al sandy sasha xander alec|alexandra alex sandra sandy sasha lexi|alfred al fred alf|andrew andy drew
andreas andy andi|anthony tony ant|antonio tony toni|abigail abby gail|abraham abe|adam ad|agnes aggie|albert al bert bertie
allison ally ali|amanda mandy|amelia amy millie|angela angie|anna annie ann anne|anneliese anne liese|arthur art artie
augustus gus|barbara barb barbie babs|bartholomew bart|beatrice bea trixie|benjamin ben benny benji|bernard bernie
bernhard bernd|bradley brad|brandon bran|cameron cam|caroline carol carrie caro|catherine cathy kate katie cat kit
katherine kathy kate katie kat kit kay|kathleen kathy kate kay|katharina kathi katja|charles charlie chuck chas chip
charlotte charlie lottie|christian chris|christina chris chrissy tina|christine chris chrissy tina|christopher chris topher kit
clifford cliff|clinton clint|cynthia cindy|daniel dan danny|danielle dani|david dave davey|deborah deb debbie|dennis denny
diana di|dominic dom nick|donald don donnie|dorothy dot dottie dolly|douglas doug|edward ed eddie ted teddy ned
eduard edi|edwin ed eddie|eleanor ellie nora nell|elizabeth liz lizzie beth betty eliza lisa libby betsy
elisabeth lisa liesel sissi elli|emily em emmy|emma em|eugene gene|evelyn eve evie|ferdinand ferdi|florence flo
frances fran francie|francis frank fran|francisco paco pancho|franklin frank|frederick fred freddy rick|friedrich fritz fred
gabriel gabe|gabriele gabi|geoffrey geoff jeff|george georgie|gerald gerry jerry|gerard gerry|gilbert gil|giuseppe peppe beppe
gregory greg|guillermo memo|hannah hanna|harold hal harry|harrison harry|heinrich heinz heiner|helen nell nellie|henry hank harry hal
herbert herb|hubert bert|ignacio nacho|irene renie|isaac ike|isabella bella izzy|jacob jake|jacqueline jackie|james jim jimmy jamie
jane janie|janet jan|jason jay|jeffrey jeff|jennifer jen jenny|jeremy jerry|jerome jerry|jessica jess jessie|jesus chuy
joachim achim jochen|joan joanie|johannes hans johann jo|john johnny jack|jonathan jon jonny|joseph joe joey|josef sepp jupp
jose pepe|josephine jo josie|joshua josh|juan juanito|judith judy|julia jules|julian jules|karl kalle|kenneth ken kenny|kimberly kim
kristina kris kristi|laura laurie|lawrence larry laurie|leonard len lenny leo|leonardo leo|leslie les|lillian lily lil
louis lou louie|louise lou|lucas luke|ludwig lutz|luis lucho|madeline maddie|manfred manni|manuel manny manolo
margaret maggie meg peggy marge marjorie greta|margarete grete gretel|maria mary mia marie|martha marty|martin marty
mary molly polly mamie|matthew matt|matthias matze|maurice maury|maximilian max|maxwell max|melanie mel|melissa mel missy|melvin mel
michael mike mick mickey micha|michaela micha|michelle shelly|mildred millie|miriam mimi|mitchell mitch|mohammed mo mohamed muhammad mohammad
nancy nan|nathan nate|nathaniel nate nat|natalie nat|nicholas nick nicky nico|nikolaus klaus niko|nicole nicky nikki|norman norm
oliver ollie|olivia liv livvy|oscar oz|pamela pam|patricia pat patty trish tricia|patrick pat paddy|pedro perico|peter pete
philip phil pip|phillip phil|priscilla cilla|rachel rach|ralph ralphie|randall randy|raymond ray|rebecca becky becca|reginald reg reggie
reinhard reini|ricardo rick ricky|richard rick ricky rich dick rik|robert bob bobby rob robbie bert|roberto beto|rodney rod|roger rog
roland rolly|ronald ron ronnie|rosemary rose|rudolf rudi rolf|russell russ|ruth ruthie|samantha sam|samuel sam sammy|sandra sandy
sarah sally sara|sebastian seb basti|sharon shari|sidney sid|siegfried sigi|simon si|solomon sol|sophia sophie|stanley stan
stefan steff|stephanie steph steffi|stephen steve stevie|steven steve stevie|stewart stu|stuart stu|susan sue susie suzy|susanne susi
suzanne sue suzy|sylvester sly|tamara tammy|teresa terry tess|terence terry|theodore ted teddy theo|theresa terry tess resi
thomas tom tommy|timothy tim timmy|tobias tobi|tyler ty|ulrich uli|ursula uschi ulla|valerie val|vanessa nessa|veronica ronnie vera
victor vic|victoria vicky tori|vincent vince vinny|virginia ginny|vladimir vlad|walter walt wally|wayne way|wilhelm willi willy helmut
william will bill billy willy liam|wolfgang wolf wolfi|yvonne eve|zachary zach zack|aleksandr sasha alex|dmitri dima dmitry dimitri
ekaterina katya|evgeny zhenya eugene|ivan vanya|mikhail misha michael|nikolai kolya|olga olya|sergei sergey seryozha|tatiana tanya
yuri yura|elena lena|anastasia nastya|maksim max maxim|svetlana sveta|stefanie steffi|alejandro alex ale|giovanni gianni vanni
katarzyna kasia|malgorzata gosia|agnieszka aga|joanna asia|krzysztof krzys krzysiek|pawel pawelek|johanna hanna jo|ulrike uli
sabine bine|hendrik henk rik|cornelis kees cor|johannes jan hannes|willem wim|pieter piet|gerrit gert|jacobus koos jaap
antonius ton toon|elisabeth lies|dolores lola|mercedes merche|concepcion concha conchita|rosario charo|enrique quique kike
fernando nando|santiago santi|rajesh raj|rajendra raj|francesca fran cesca|luigi gigi|salvatore toto|domenico mimmo|vincenzo enzo|lorenzo enzo renzo
`;

const GROUPS_OF = new Map<string, Set<number>>();
GROUPS.trim()
  .split(/[|\n]/)
  .forEach((line, group) => {
    for (const name of line.split(' ')) GROUPS_OF.set(name, (GROUPS_OF.get(name) ?? new Set()).add(group));
  });

/** A short form of any name: its beginning, perhaps with another ending (`Franzi`, `Gaby`, `Magda`). */
export function isShortened(left: string, right: string): boolean {
  const [short, long] = left.length < right.length ? [left, right] : [right, left];
  if (long.length < short.length + 2) return false;
  const stem = short.replace(/(?:ie|[iy])$/, '').replace(/(.)\1$/, '$1');
  return stem.length >= 3 && long.startsWith(stem);
}

/** Whether one may be short for the other, or both for the same name. */
export function isNickname(left: string, right: string): boolean {
  const groups = GROUPS_OF.get(left);
  const others = GROUPS_OF.get(right);
  if (!groups || !others) return false;
  for (const group of groups) if (others.has(group)) return true;
  return false;
}
