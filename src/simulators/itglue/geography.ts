/** Countries by ISO 3166-1 and regions by ISO 3166-2, by their English short names or as their people write them; some British counties live on without one. */

/** Regions as `code name`, separated by semicolons; countries without any hold none in the table. */
interface Country {
  readonly iso: string;
  readonly name: string;
  readonly regions: readonly { readonly iso: string; readonly name: string }[];
}

const NAMES =
  'AE United Arab Emirates;AR Argentina;AT Austria;AU Australia;BE Belgium;BG Bulgaria;BR Brazil;CA Canada;' +
  'CH Switzerland;CL Chile;CN China;CO Colombia;CY Cyprus;CZ Czech Republic;DE Germany;DK Denmark;EE Estonia;EG Egypt;' +
  'ES Spain;FI Finland;FR France;GB United Kingdom;GR Greece;HK Hong Kong;HR Croatia;HU Hungary;ID Indonesia;IE Ireland;' +
  'IL Israel;IN India;IS Iceland;IT Italy;JP Japan;KE Kenya;KR South Korea;LI Liechtenstein;LT Lithuania;LU Luxembourg;' +
  'LV Latvia;MT Malta;MX Mexico;MY Malaysia;NG Nigeria;NL Netherlands;NO Norway;NZ New Zealand;PE Peru;PH Philippines;' +
  'PL Poland;PT Portugal;RO Romania;RS Serbia;SA Saudi Arabia;SE Sweden;SG Singapore;SI Slovenia;SK Slovakia;TH Thailand;' +
  'TR Turkey;TW Taiwan;UA Ukraine;US United States;VN Vietnam;ZA South Africa';

const REGIONS: Readonly<Record<string, string>> = {
  US:
    'AL Alabama;AK Alaska;AZ Arizona;AR Arkansas;CA California;CO Colorado;CT Connecticut;DE Delaware;' +
    'DC District of Columbia;FL Florida;GA Georgia;HI Hawaii;ID Idaho;IL Illinois;IN Indiana;IA Iowa;KS Kansas;KY Kentucky;' +
    'LA Louisiana;ME Maine;MD Maryland;MA Massachusetts;MI Michigan;MN Minnesota;MS Mississippi;MO Missouri;MT Montana;' +
    'NE Nebraska;NV Nevada;NH New Hampshire;NJ New Jersey;NM New Mexico;NY New York;NC North Carolina;ND North Dakota;' +
    'OH Ohio;OK Oklahoma;OR Oregon;PA Pennsylvania;RI Rhode Island;SC South Carolina;SD South Dakota;TN Tennessee;TX Texas;' +
    'UT Utah;VT Vermont;VA Virginia;WA Washington;WV West Virginia;WI Wisconsin;WY Wyoming;AS American Samoa;GU Guam;' +
    'MP Northern Mariana Islands;PR Puerto Rico;VI Virgin Islands',
  CA:
    'AB Alberta;BC British Columbia;MB Manitoba;NB New Brunswick;NL Newfoundland and Labrador;NS Nova Scotia;' +
    'NT Northwest Territories;NU Nunavut;ON Ontario;PE Prince Edward Island;QC Quebec;SK Saskatchewan;YT Yukon',
  AU:
    'ACT Australian Capital Territory;NSW New South Wales;NT Northern Territory;QLD Queensland;SA South Australia;' +
    'TAS Tasmania;VIC Victoria;WA Western Australia',
  DE:
    'BW Baden-Württemberg;BY Bayern;BE Berlin;BB Brandenburg;HB Bremen;HH Hamburg;HE Hessen;MV Mecklenburg-Vorpommern;' +
    'NI Niedersachsen;NW Nordrhein-Westfalen;RP Rheinland-Pfalz;SL Saarland;SN Sachsen;ST Sachsen-Anhalt;' +
    'SH Schleswig-Holstein;TH Thüringen',
  GB:
    'ENG England;NIR Northern Ireland;SCT Scotland;WLS Wales;ABE Aberdeen City;BDF Bedford;BIR Birmingham;' +
    'BKM Buckinghamshire;BRK Berkshire;BST Bristol;CAM Cambridgeshire;CRF Cardiff;CHW Cheshire West and Chester;CON Cornwall;' +
    'CMA Cumbria;DBY Derbyshire;DEV Devon;DOR Dorset;DUR Durham;EDH Edinburgh;ESX East Sussex;ESS Essex;' +
    'GLG Glasgow City;GLS Gloucestershire;LND London, City of;GTL Greater London;GTM Greater Manchester;HAM Hampshire;' +
    'HEF Herefordshire;HRT Hertfordshire;IOW Isle of Wight;KEN Kent;LAN Lancashire;LKS Lanarkshire;MLN Midlothian;LDS Leeds;LEC Leicestershire;' +
    'LIN Lincolnshire;LIV Liverpool;MAN Manchester;MSY Merseyside;NFK Norfolk;NYK North Yorkshire;NTH Northamptonshire;' +
    'NBL Northumberland;NTT Nottinghamshire;OXF Oxfordshire;RUT Rutland;SHF Sheffield;SHR Shropshire;SOM Somerset;' +
    'SYK South Yorkshire;STS Staffordshire;SFK Suffolk;SRY Surrey;SWA Swansea;TWR Tyne and Wear;WAR Warwickshire;' +
    'WMD West Midlands;WSX West Sussex;WYK West Yorkshire;WIL Wiltshire;WOR Worcestershire;BFS Belfast',
  IE: 'C Connacht;L Leinster;M Munster;U Ulster',
  NZ:
    "AUK Auckland;BOP Bay of Plenty;CAN Canterbury;GIS Gisborne;HKB Hawke's Bay;MBH Marlborough;MWT Manawatu-Wanganui;" +
    'NSN Nelson;NTL Northland;OTA Otago;STL Southland;TAS Tasman;TKI Taranaki;WGN Wellington;WKO Waikato;WTC West Coast',
  AT: '1 Burgenland;2 Kärnten;3 Niederösterreich;4 Oberösterreich;5 Salzburg;6 Steiermark;7 Tirol;8 Vorarlberg;9 Wien',
  NL:
    'DR Drenthe;FL Flevoland;FR Friesland;GE Gelderland;GR Groningen;LI Limburg;NB Noord-Brabant;NH Noord-Holland;' +
    'OV Overijssel;UT Utrecht;ZE Zeeland;ZH Zuid-Holland',
};

function entries(written: string): { iso: string; name: string }[] {
  return written.split(';').map((entry) => {
    const gap = entry.indexOf(' ');
    return { iso: entry.slice(0, gap), name: entry.slice(gap + 1) };
  });
}

export const COUNTRIES: readonly Country[] = entries(NAMES).map(({ iso, name }) => {
  const regions = REGIONS[iso];
  return { iso, name, regions: regions === undefined ? [] : entries(regions) };
});
