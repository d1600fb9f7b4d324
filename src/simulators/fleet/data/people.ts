import { cell, table, words } from './table';

export interface NamePool {
  readonly first: readonly string[];
  readonly last: readonly string[];
}

export const NAME_POOLS = {
  english: {
    first:
      words(`James Robert William Michael David Richard Thomas Christopher Daniel Matthew Anthony Andrew Joshua Kenneth
      Steven Edward Benjamin Samuel Gregory Alexander Patrick Nicholas Jonathan Timothy Charles Joseph Katherine Elizabeth
      Jennifer Margaret Susan Deborah Rebecca Patricia Victoria Jessica Amanda Christine Samantha Abigail Emily Sarah Laura
      Megan Hannah Olivia Grace Charlotte Alice Heather`),
    last: words(`Smith Johnson Williams Brown Jones Miller Davis Wilson Anderson Taylor Moore Thompson Harris Clark Lewis
      Walker Hall Young King Wright Scott Green Baker Adams Nelson Carter Mitchell Turner Phillips Campbell Parker Evans
      Edwards Collins Stewart Morris Murphy Cook Rogers Bennett Whitfield Ashworth Holloway Pemberton Hartley Fairbanks
      Langley Mercer Sutton Thornton Blackwood Caldwell Hargreaves O'Brien O'Connor McDonald MacLeod Fitzgerald`),
  },
  german: {
    first:
      words(`Thomas Michael Andreas Stefan Christian Wolfgang Jürgen Klaus Matthias Sebastian Florian Tobias Jan Lukas
      Felix Jonas Sabine Petra Monika Claudia Birgit Katrin Anja Stefanie Julia Lena Hannah Sophie Franziska Ursula`),
    last: words(`Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann Schäfer Koch Bauer Richter Klein
      Wolf Schröder Neumann Schwarz Zimmermann Braun Krüger Hofmann Hartmann Lange Werner Krause Lehmann Köhler Böhm
      Groß Jäger Vogel Friedrich Keller Günther Weiß Lorenz Baumann Dietrich`),
  },
  french: {
    first:
      words(`Jean-François Luc Étienne Mathieu Philippe Benoît Sylvain Marc-André Geneviève Chantal Isabelle Mélanie
      Véronique Camille Élise Amélie Nathalie Sophie`),
    last: words(`Tremblay Gagnon Roy Côté Bouchard Gauthier Morin Lavoie Fortin Gagné Ouellet Pelletier Bélanger Lévesque
      Bergeron Leblanc Desjardins Thériault`),
  },
  hispanic: {
    first:
      words(`José Luis Carlos Miguel Juan Antonio Javier Alejandro Diego Rafael María Carmen Ana Lucía Sofía Gabriela
      Valentina Isabel Rosa Daniela`),
    last: words(`García Rodríguez Martínez Hernández López González Pérez Sánchez Ramírez Torres Flores Rivera Gómez Díaz
      Reyes Cruz Morales Ortiz Gutiérrez Chávez`),
  },
  southAsian: {
    first:
      words(`Rajesh Sanjay Vikram Anil Arjun Rohan Amit Suresh Imran Bilal Priya Anjali Neha Kavita Deepa Sunita Meera
      Aisha Fatima Nadia`),
    last: words(`Patel Sharma Singh Kumar Gupta Mehta Shah Reddy Iyer Nair Kapoor Chowdhury Khan Ahmed Hussain Malik Desai
      Joshi Banerjee Rao`),
  },
  eastAsian: {
    first:
      words(`Wei Ming Jun Hao Kenji Hiroshi Takashi Min-jun Ji-hoon Tuan Minh Mei Xiu Ling Yuki Akiko Soo-jin Linh Thao
      Hui`),
    last: words(
      `Chen Wang Li Zhang Liu Huang Wong Chan Lee Kim Park Choi Tanaka Suzuki Nguyen Tran Pham Le Lim Yamamoto`,
    ),
  },
  slavic: {
    first:
      words(`Piotr Tomasz Marek Andrzej Aleksandr Dmitri Ivan Pavel Milan Zoran Agnieszka Katarzyna Magdalena Ewa Olga
      Natalia Irina Svetlana Jelena Zuzana`),
    last: words(`Nowak Kowalski Wiśniewski Wójcik Lewandowski Zieliński Ivanov Petrov Novák Dvořák Horvat Kovačević Petrović
      Jovanović Bondarenko Melnyk Sokolov Popescu`),
  },
  turkishArabic: {
    first:
      words(`Mehmet Mustafa Ahmet Emre Omar Khaled Youssef Hassan Tariq Karim Ayşe Elif Zeynep Leyla Amira Yasmin Layla
      Noor Samira Hana`),
    last: words(
      `Yılmaz Kaya Demir Çelik Şahin Öztürk Aydın Haddad Nasser Mansour Khalil Saleh Abbas Farouk Rahman Aziz`,
    ),
  },
  african: {
    first: words(
      `Chinedu Emeka Kwame Kofi Tunde Femi Sipho Tendai Amara Ngozi Adaeze Ama Zanele Folake Nia Abena`,
    ),
    last: words(
      `Okafor Adeyemi Okonkwo Mensah Boateng Owusu Nkosi Dlamini Moyo Abara Eze Asante Balogun Osei`,
    ),
  },
  italianGreek: {
    first: words(
      `Marco Luca Giovanni Antonio Paolo Dimitri Nikos Giulia Francesca Chiara Elena Maria Sofia Despina`,
    ),
    last: words(
      `Rossi Russo Ferrari Esposito Bianchi Romano Conti Ricci DeLuca Papadopoulos Pappas Nikolaidis Georgiou`,
    ),
  },
} satisfies Record<string, NamePool>;

export type Culture = keyof typeof NAME_POOLS;

const NICKNAME_ROWS = table(`
  James|Jim\n Robert|Bob\n William|Bill\n Michael|Mike\n David|Dave\n Richard|Rick\n Thomas|Tom\n Christopher|Chris
  Daniel|Dan\n Matthew|Matt\n Anthony|Tony\n Andrew|Andy\n Joshua|Josh\n Kenneth|Ken\n Steven|Steve\n Edward|Ed
  Benjamin|Ben\n Samuel|Sam\n Gregory|Greg\n Alexander|Alex\n Patrick|Pat\n Nicholas|Nick\n Jonathan|Jon\n Timothy|Tim
  Charles|Chuck\n Joseph|Joe\n Katherine|Kate\n Elizabeth|Liz\n Jennifer|Jen\n Margaret|Peggy\n Susan|Sue\n Deborah|Debbie
  Rebecca|Becky\n Patricia|Trish\n Victoria|Vicky\n Jessica|Jess\n Amanda|Mandy\n Christine|Chris\n Samantha|Sam
  Abigail|Abby\n Matthias|Matze\n Sebastian|Basti\n Tobias|Tobi\n Stefanie|Steffi\n Franziska|Franzi\n Wolfgang|Wolf
  José|Pepe\n Alejandro|Alex\n Gabriela|Gaby\n Rajesh|Raj\n Aleksandr|Sasha\n Katarzyna|Kasia\n Magdalena|Magda
  Francesca|Fran\n Giovanni|Gianni`);

export const NICKNAMES: ReadonlyMap<string, string> = new Map(
  NICKNAME_ROWS.map((row) => [cell(row, 0), cell(row, 1)]),
);

/** A title and another way to say it. */
export const COMMON_TITLES = table(`
  Office Manager|Practice Manager
  Accountant|Accounts
  Bookkeeper|Book-keeper
  Receptionist|Front Desk
  Human Resources Manager|HR Manager
  Chief Executive Officer|CEO
  Chief Financial Officer|CFO
  Managing Director|MD
  Operations Manager|Ops Manager
  Executive Assistant|EA to the Director
  Marketing Coordinator|Marketing
  Sales Representative|Sales Rep
  Administrative Assistant|Admin Assistant
  IT Coordinator|IT Contact
  Customer Service Representative|Customer Service
  Purchasing Manager|Procurement Manager`);
