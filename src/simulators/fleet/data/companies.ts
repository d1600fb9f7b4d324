import type { Country } from './places';
import { table, words } from './table';

export interface Trade {
  readonly name: string;
  /** How such a business is called after its founder, place or fancy name. */
  readonly nouns: readonly string[];
  readonly namedAfter: 'founder' | 'partners' | 'fancy' | 'any';
  /** Legal forms peculiar to the trade in the United States. */
  readonly professional: boolean;
  /** Share of laptops among its workplaces. */
  readonly laptops: number;
  /** Titles only this trade has, and another way to say each. */
  readonly titles: readonly (readonly string[])[];
  /** Prefix of host names by role: front, office, special workplaces. */
  readonly workplaces: readonly string[];
}

function trade(
  name: string,
  nouns: string,
  namedAfter: Trade['namedAfter'],
  professional: boolean,
  laptops: number,
  titles: string,
  workplaces: string,
): Trade {
  const nounList = nouns.split('|');
  return {
    name,
    nouns: nounList,
    namedAfter,
    professional,
    laptops,
    titles: table(titles),
    workplaces: words(workplaces),
  };
}

export const TRADES: readonly Trade[] = [
  trade(
    'dental',
    'Dental|Family Dentistry|Orthodontics|Dental Care',
    'any',
    true,
    0.15,
    'Dentist|Dr.\nDental Hygienist|Hygienist\nTreatment Coordinator|Tx Coordinator',
    'RECEPTION OP XRAY STERI OFFICE',
  ),
  trade(
    'law',
    'Law|Legal|Attorneys & Counselors|Solicitors',
    'partners',
    true,
    0.6,
    'Managing Partner|Partner\nParalegal|Legal Assistant\nAttorney|Associate',
    'PARTNER PARALEGAL CONF FRONTDESK',
  ),
  trade(
    'accounting',
    'Accounting|Tax & Advisory|Accountants',
    'partners',
    true,
    0.6,
    'Senior Accountant|Sr. Accountant\nTax Manager|Tax Mgr',
    'TAX AUDIT PAYROLL OFFICE',
  ),
  trade(
    'logistics',
    'Logistics|Freight|Transport Services|Shipping International',
    'fancy',
    false,
    0.3,
    'Dispatcher|Dispatch\nFleet Manager|Fleet Mgr\nWarehouse Supervisor|Warehouse Lead',
    'DISPATCH WAREHOUSE DOCK OFFICE',
  ),
  trade(
    'manufacturing',
    'Manufacturing|Precision Engineering|Industries|Fabrication',
    'any',
    false,
    0.3,
    'Production Manager|Production Mgr\nQuality Engineer|QA Engineer\nPlant Manager|Plant Mgr',
    'CAD CNC SHOPFLOOR QA OFFICE',
  ),
  trade(
    'construction',
    'Construction|Builders|Roofing & Siding|Contracting',
    'any',
    false,
    0.5,
    'Project Manager|PM\nEstimator|Cost Estimator\nSite Supervisor|Site Foreman',
    'ESTIMATING SITE CAD OFFICE',
  ),
  trade(
    'medical',
    'Medical Clinic|Physiotherapy|Family Medicine|Health Services',
    'any',
    true,
    0.25,
    'Physician|Doctor\nNurse Practitioner|NP\nPractice Manager|Clinic Manager',
    'RECEPTION EXAM NURSE LAB OFFICE',
  ),
  trade(
    'veterinary',
    'Veterinary Hospital|Animal Clinic|Vets',
    'any',
    true,
    0.15,
    'Veterinarian|Vet\nVet Nurse|Veterinary Technician',
    'RECEPTION EXAM SURGERY PHARM',
  ),
  trade(
    'real estate',
    'Realty|Property Management|Real Estate',
    'any',
    false,
    0.7,
    'Property Manager|Property Mgr\nSales Agent|Realtor',
    'AGENT LETTINGS FRONTDESK',
  ),
  trade(
    'architecture',
    'Architects|Design Associates|Studio',
    'partners',
    false,
    0.5,
    'Architect|Senior Architect\nInterior Designer|Designer',
    'CAD STUDIO RENDER OFFICE',
  ),
  trade(
    'insurance',
    'Insurance Agency|Insurance Brokers|Benefits',
    'any',
    false,
    0.5,
    'Claims Adjuster|Claims\nAccount Executive|AE',
    'CLAIMS SALES OFFICE',
  ),
  trade(
    'hospitality',
    'Hotel|Restaurant Group|Catering',
    'fancy',
    false,
    0.2,
    'General Manager|GM\nFront Desk Supervisor|Front Office Supervisor',
    'POS FRONTDESK KITCHEN OFFICE',
  ),
  trade(
    'automotive',
    'Auto Group|Motors|Tire & Auto',
    'any',
    false,
    0.15,
    'Service Advisor|Service Writer\nParts Manager|Parts',
    'SERVICE PARTS SALES SHOWROOM',
  ),
  trade(
    'nonprofit',
    'Foundation|Community Services|Shelter',
    'fancy',
    false,
    0.6,
    'Program Director|Programme Director\nVolunteer Coordinator|Volunteers',
    'PROGRAM OFFICE FRONTDESK',
  ),
  trade(
    'school',
    'Academy|Montessori School|Learning Center',
    'fancy',
    false,
    0.6,
    'Head Teacher|Principal\nTeacher|Instructor',
    'CLASS LIBRARY LAB OFFICE',
  ),
  trade(
    'engineering',
    'Engineering|Consulting Engineers|Environmental',
    'partners',
    false,
    0.7,
    'Civil Engineer|Engineer\nSurveyor|Land Surveyor',
    'CAD SURVEY PLOT OFFICE',
  ),
  trade(
    'printing',
    'Printing|Signs & Graphics|Packaging',
    'any',
    false,
    0.15,
    'Press Operator|Printer\nGraphic Designer|Designer',
    'PREPRESS PLOTTER FRONT OFFICE',
  ),
  trade(
    'farm supply',
    'Farm Supply|Nurseries|Wines',
    'any',
    false,
    0.3,
    'Agronomist|Crop Advisor\nStore Manager|Store Mgr',
    'STORE SCALE OFFICE',
  ),
];

/** German businesses say what they do in German. */
export const GERMAN_NOUNS: Readonly<Record<string, readonly string[]>> = {
  dental: ['Zahnarztpraxis', 'Dentallabor', 'Kieferorthopädie'],
  law: ['Rechtsanwälte', 'Kanzlei'],
  accounting: ['Steuerberatung', 'Wirtschaftsprüfung'],
  logistics: ['Spedition', 'Logistik', 'Transporte'],
  manufacturing: ['Maschinenbau', 'Metallbau', 'Werkzeugbau'],
  construction: ['Hochbau', 'Bedachungen', 'Bau'],
  medical: ['Hausarztpraxis', 'Physiotherapie'],
  veterinary: ['Tierarztpraxis', 'Tierklinik'],
  'real estate': ['Immobilien', 'Hausverwaltung'],
  architecture: ['Architekten', 'Planungsbüro'],
  insurance: ['Versicherungsmakler', 'Assekuranz'],
  hospitality: ['Hotel', 'Gastronomie'],
  automotive: ['Autohaus', 'Fahrzeugtechnik'],
  nonprofit: ['Stiftung', 'Sozialdienste'],
  school: ['Akademie', 'Privatschule'],
  engineering: ['Ingenieure', 'Umwelttechnik'],
  printing: ['Druckerei', 'Verpackungen'],
  'farm supply': ['Landhandel', 'Gartenbau'],
};

export const FANCY_NAMES =
  words(`Harbour Summit Northgate Riverside Evergreen Pinnacle Cornerstone Bluewater Redwood Granite
  Silverline Lakeshore Heritage Beacon Keystone Meridian Horizon Crestview Ironbridge Oakwood Brightwater Westfield Eastgate
  Kingfisher Falcon Sterling Vanguard Anchor Compass Atlas Orion Aurora Juniper Sycamore Copperfield Fairview Ridgeline
  Stonebridge Clearwater Highland Maplewood Sunrise Golden Liberty Union Pioneer Frontier Cascade Prairie Coastal`);

export const LEGAL_FORMS: Readonly<Record<Country['name'], readonly (readonly [number, string])[]>> = {
  'United States': [
    [40, 'Inc.'],
    [36, 'LLC'],
    [10, 'Corp.'],
    [6, 'Co.'],
    [8, ''],
  ],
  Canada: [
    [45, 'Ltd.'],
    [35, 'Inc.'],
    [20, 'Corp.'],
  ],
  'United Kingdom': [
    [60, 'Ltd'],
    [20, 'Limited'],
    [12, 'LLP'],
    [8, 'plc'],
  ],
  Germany: [
    [60, 'GmbH'],
    [15, 'GmbH & Co. KG'],
    [8, 'AG'],
    [8, 'e.K.'],
    [9, 'KG'],
  ],
  Australia: [
    [75, 'Pty Ltd'],
    [25, 'Pty. Ltd.'],
  ],
};

export const PROFESSIONAL_FORMS = ['PLLC', 'P.C.', 'LLP', 'P.A.'] as const;

/** Other spellings of a legal form, as people type it. */
export const LEGAL_FORM_SPELLINGS: Readonly<Record<string, readonly string[]>> = {
  'Inc.': ['Inc', 'Incorporated', 'INC.'],
  LLC: ['L.L.C.', 'Llc', 'LLC.'],
  'Corp.': ['Corporation', 'Corp'],
  'Co.': ['Company', 'Co'],
  PLLC: ['P.L.L.C.', 'PLLC.'],
  'P.C.': ['PC', 'P.C'],
  'P.A.': ['PA'],
  LLP: ['L.L.P.', 'Llp'],
  'Ltd.': ['Limited', 'Ltd'],
  Ltd: ['Limited', 'Ltd.', 'LTD'],
  Limited: ['Ltd', 'Ltd.'],
  plc: ['PLC', 'P.L.C.'],
  GmbH: ['Gmbh', 'G.m.b.H.', 'GMBH'],
  'GmbH & Co. KG': ['GmbH & Co KG', 'GmbH und Co. KG'],
  AG: ['Aktiengesellschaft', 'A.G.'],
  'e.K.': ['eK', 'e.Kfm.'],
  KG: ['K.G.'],
  'Pty Ltd': ['Pty. Ltd.', 'Pty Limited', 'P/L'],
  'Pty. Ltd.': ['Pty Ltd', 'PTY LTD'],
};

export const ABBREVIATIONS: readonly (readonly [long: string, short: string])[] = [
  ['Manufacturing', 'Mfg'],
  ['International', 'Intl'],
  ['Services', 'Svcs'],
  ['Associates', 'Assoc'],
  ['Engineering', 'Eng'],
  ['Construction', 'Constr'],
  ['Management', 'Mgmt'],
  ['Industries', 'Ind'],
  ['Group', 'Grp'],
  ['Center', 'Ctr'],
  ['Community', 'Comm'],
  ['Veterinary', 'Vet'],
  ['Accounting', 'Acctg'],
  ['Insurance', 'Ins'],
];

/** What follows a near-identical neighbour's name: another company, not another spelling. */
export const TWIN_SUFFIXES = ['Lab', 'Holdings', 'Staffing', 'Properties', 'Supply', 'Consulting'] as const;
