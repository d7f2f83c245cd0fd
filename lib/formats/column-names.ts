// What columns are called in the exports of other programs, by type and by the field that they go to ("address.postalCode": a
// part of one). Folded: lower case, without marks, words parted by one blank. English, German, French, Spanish, Italian,
// Portuguese, Dutch, Polish. Words for work, home and the like stand apart, in LABELS.

const TITLE =
  'title|name|subject|summary|headline|betreff|titel|bezeichnung|titre|objet|nom|titulo|asunto|nombre|titolo|oggetto|nome|assunto|naam|onderwerp|tytul|temat|nazwa'
const DATE =
  'date|datum|fecha|data|day|tag|dia|giorno|dag|dzien|timestamp|date time|datetime|zeitstempel|zeitpunkt|datum und uhrzeit|date et heure|fecha y hora|data e ora|data e hora|datum en tijd|data i godzina|horodatage'
const TIME = 'time|uhrzeit|zeit|heure|hora|ora|tijd|godzina|czas'
const CREATED =
  'created|created at|date created|creation date|date added|added|added at|add date|time added|saved|saved at|erstellt|erstellt am|hinzugefugt|hinzugefugt am|date de creation|date d ajout|cree le|fecha de creacion|creado|data di creazione|creato|data de criacao|criado|aangemaakt|toegevoegd|data utworzenia|utworzono'
const NOTES =
  'description|notes|note|comments|comment|remarks|beschreibung|notizen|notiz|anmerkungen|anmerkung|bemerkungen|bemerkung|kommentar|remarques|commentaire|commentaires|descripcion|notas|comentarios|observaciones|descrizione|osservazioni|commenti|descricao|observacoes|notities|opmerkingen|omschrijving|opis|notatki|uwagi'
const TAGS =
  'tags|tag|labels|categories|keywords|groups|group membership|kategorien|schlagworter|stichworter|gruppen|etiquettes|mots cles|groupes|categorias|etiquetas|palabras clave|grupos|categorie|etichette|gruppi|palavras chave|trefwoorden|groepen|kategorie|etykiety|grupy'
const URL =
  'url|website|web site|web page|webpage|homepage|link|href|webseite|website url|internetseite|site web|page web|lien|pagina web|sitio web|enlace|sito web|sito|collegamento|site|pagina da web|ligacao|webpagina|koppeling|strona internetowa|strona www|adres url'
const PLACE =
  'location|place|where|venue|ort|lieu|emplacement|ubicacion|lugar|luogo|posizione|localizacao|local|locatie|plaats|lokalizacja|miejsce'
const CATEGORY = 'category|type|kind|kategorie|typ|art|categorie|categoria|tipo|rodzaj'

const ADDRESS = {
  'address.streetAddress':
    'street|street address|address|address street|address line|postal address|strasse|strasse und hausnummer|strasse hausnummer|adresse|anschrift|adresszeile|postanschrift|rue|adresse postale|calle|direccion|via|indirizzo|rua|endereco|morada|straat|adres|ulica',
  'address.formatted': 'address formatted|formatted address|full address',
  'address.extendedAddress': 'extended address|address extended address|adresszusatz|complement d adresse',
  'address.postOfficeBoxNumber':
    'po box|p o box|address po box|post office box number|postfach|boite postale|apartado|apartado postal|apartado de correos|casella postale|caixa postal|postbus|skrytka pocztowa',
  'address.postalCode':
    'postal code|zip|zip code|zipcode|postcode|post code|plz|postleitzahl|code postal|codigo postal|cap|codice postale|cep|kod pocztowy|address postal code',
  'address.addressLocality':
    'city|town|locality|address locality|ort|stadt|wohnort|ville|ciudad|poblacion|localidad|citta|localita|cidade|localidade|plaats|woonplaats|stad|miasto|miejscowosc|address city',
  'address.addressRegion':
    'state|region|dep region|province|county|state province|address region|bundesland|kanton|departement|provincia|estado|comunidad autonoma|regione|distrito|provincie|wojewodztwo',
  'address.addressCountry':
    'country|country region|address country|land|land region|pays|pays region|pais|pais region|paese|nazione|kraj|kraj region',
}

const CONTACT = {
  name: 'name|full name|display name|contact|contact name|anzeigename|vollstandiger name|kontakt|nom|nom complet|nom affiche|nombre|nombre completo|nombre para mostrar|nome|nome completo|nome visualizzato|nome de exibicao|naam|volledige naam|weergavenaam|imie i nazwisko|nazwa wyswietlana',
  givenName:
    'given name|first name|firstname|forename|vorname|prenom|nombre de pila|primeiro nome|nome proprio|voornaam|imie',
  additionalName:
    'middle name|additional name|weitere vornamen|zweiter vorname|deuxieme prenom|segundo nombre|secondo nome|segundo nome|nome do meio|tweede naam|drugie imie',
  familyName:
    'family name|last name|lastname|surname|nachname|familienname|nom de famille|apellido|apellidos|cognome|sobrenome|apelido|achternaam|nazwisko',
  honorificPrefix:
    'honorific prefix|name prefix|prefix|title|salutation|anrede|titel|titre|civilite|tratamiento|titulo|titolo|tratamento|aanhef|tytul',
  honorificSuffix:
    'honorific suffix|name suffix|suffix|namenszusatz|suffixe|sufijo|suffisso|sufixo|achtervoegsel|sufiks',
  alternateName:
    'alternate name|nickname|nick name|alias|spitzname|surnom|pseudonyme|apodo|soprannome|alcunha|bijnaam|pseudonim',
  email:
    'email|e mail|email address|e mail address|mail|mail address|e mail adresse|email adresse|mailadresse|adresse e mail|adresse mail|adresse email|courriel|adresse de messagerie|correo|correo electronico|direccion de correo electronico|direccion de correo|posta elettronica|indirizzo e mail|indirizzo email|indirizzo di posta elettronica|endereco de e mail|endereco de email|correio eletronico|e mailadres|emailadres|adres e mail|adres email|email value',
  telephone:
    'phone|telephone|tel|phone number|telephone number|telefon|telefonnummer|rufnummer|tel nr|haupttelefon|numero de telephone|telefono|numero de telefono|numero di telefono|telefone|numero de telefone|telefoon|telefoonnummer|numer telefonu|phone value',
  ...ADDRESS,
  birthDate:
    'birthday|birth date|birthdate|date of birth|dob|geburtstag|geburtsdatum|anniversaire|date de naissance|fecha de nacimiento|cumpleanos|compleanno|data di nascita|data de nascimento|geboortedatum|verjaardag|data urodzenia|urodziny',
  'birthDate.year': 'birth year|geburtsjahr',
  'birthDate.month': 'birth month|geburtsmonat',
  'birthDate.day': 'birth day',
  anniversary:
    'anniversary|wedding anniversary|jahrestag|hochzeitstag|anniversaire de mariage|aniversario|anniversario|trouwdag|rocznica',
  worksFor:
    'works for|company|organization|organisation|employer|company name|organization name|firma|firmenname|unternehmen|arbeitgeber|societe|entreprise|empresa|compania|organizacion|azienda|societa|ditta|organizzazione|organizacao|bedrijf|werkgever|organisatie|przedsiebiorstwo|organizacja|pracodawca',
  department: 'department|organization department|abteilung|service|departamento|reparto|afdeling|dzial',
  jobTitle:
    'job title|organization title|position|role|occupation|profession|beruf|stellung|funktion|arbeitstitel|fonction|cargo|puesto|qualifica|professione|funcao|functie|stanowisko|zawod',
  url: URL,
  sameAs: 'same as|im|im address|screen name|messenger name|instant messenger',
  gender: 'gender|sex|geschlecht|sexe|sexo|genero|sesso|genere|geslacht|plec',
  knowsLanguage: 'knows language|language|sprache|langue|idioma|lingua|taal|jezyk',
  related:
    'related|spouse|partner|children|ehepartner|kinder|conjoint|enfants|conyuge|hijos|coniuge|figli|conjuge|filhos|relation|relation value',
  description: NOTES,
  tags: TAGS,
}

const START = {
  date: 'start date|start|begin|begins|from|startdatum|beginn|beginnt am|von|debut|date de debut|commence le|fecha de comienzo|fecha de inicio|inicio|data inizio|data d inizio|data di inizio|inizio|data de inicio|begindatum|data rozpoczecia|poczatek',
  time: 'start time|begin time|startzeit|beginnt um|beginn uhrzeit|heure de debut|hora de comienzo|comienzo|hora de inicio|ora inizio|ora d inizio|ora di inizio|begintijd|starttijd|godzina rozpoczecia',
}
const END = {
  date: 'end date|end|ends|to|until|enddatum|ende|endet am|bis|fin|date de fin|fecha de finalizacion|fecha de fin|data fine|data di fine|fine|data de termino|data de fim|einddatum|data zakonczenia|koniec',
  time: 'end time|endzeit|endet um|ende uhrzeit|heure de fin|hora de finalizacion|finalizacion|hora de fin|ora fine|ora di fine|hora de termino|hora de fim|eindtijd|godzina zakonczenia',
}
const CALENDAR = 'calendar|kalender|calendrier|calendario|agenda|kalendarz'

/** By type, in the order in which a type is preferred where as many columns are known of another; then by field. */
export const COLUMN_NAMES: Record<string, Record<string, string>> = {
  Contact: CONTACT,
  Event: {
    name: `${TITLE}|event|event name|termin`,
    startDate: `${START.date}|${DATE}`,
    'startDate.time': `${START.time}|${TIME}`,
    endDate: END.date,
    'endDate.time': END.time,
    allDay:
      'all day event|all day|ganztagiges ereignis|ganztagig|journee entiere|toute la journee|todo el dia|evento de todo el dia|giornata intera|tutto il giorno|dia inteiro|evento de dia inteiro|hele dag|gebeurtenis van hele dag|caly dzien|wydarzenie calodniowe',
    duration: 'duration|dauer|duree|duracion|durata|duracao|duur|czas trwania',
    location: PLACE,
    organizer:
      'organizer|meeting organizer|organisator|besprechungsplanung|organisateur|organizador|organizzatore|organizator',
    attendee:
      'attendee|attendees|required attendees|participants|teilnehmer|erforderliche teilnehmer|asistentes|asistentes necesarios|partecipanti|participantes|deelnemers|uczestnicy',
    calendar: CALENDAR,
    url: URL,
    description: `${NOTES}|body`,
    tags: TAGS,
  },
  Task: {
    name: `${TITLE}|task|to do|todo|content|aufgabe|tache|tarea|attivita|tarefa|taak|zadanie`,
    startDate: START.date,
    dueDate:
      'due date|due|deadline|due on|fallig|fallig am|falligkeit|falligkeitsdatum|date d echeance|echeance|fecha de vencimiento|vencimiento|scadenza|data scadenza|data di scadenza|data de vencimento|vencimento|vervaldatum|termin wykonania|termin',
    completedDate:
      'completed date|date completed|completed|completed at|completed on|erledigt am|abgeschlossen am|date d achevement|termine le|data de conclusao|data completamento|voltooid op|data ukonczenia',
    status: 'status|state|zustand|statut|etat|estado|stato|stan',
    percentComplete:
      'percent complete|complete|progress|erledigt|prozent erledigt|avancement|completado|completamento|voltooid',
    calendar: `${CALENDAR}|list|liste|project|projekt`,
    url: URL,
    description: NOTES,
    tags: TAGS,
  },
  Bookmark: {
    name: TITLE,
    url: URL,
    dateCreated: `${CREATED}|${DATE}|${TIME}`,
    folder: 'folder|collection|ordner|dossier|carpeta|cartella|pasta|map|katalog',
    description: `${NOTES}|excerpt|selection`,
    tags: TAGS,
  },
  Place: {
    name: `${TITLE}|place`,
    'geo.latitude':
      'latitude|lat|geo latitude|breite|breitengrad|geographische breite|latitud|latitudine|breedtegraad|szerokosc geograficzna',
    'geo.longitude':
      'longitude|lon|lng|long|geo longitude|lange|langengrad|geographische lange|longitud|longitudine|lengtegraad|dlugosc geograficzna',
    'geo.elevation': 'elevation|altitude|ele|geo elevation|hohe|altitud|altezza|quota|hoogte|wysokosc',
    geo: 'geo|coordinates|koordinaten|coordonnees|coordenadas|coordinate|coordinaten|wspolrzedne',
    ...ADDRESS,
    startTime: `start time|${DATE}|${TIME}`,
    endTime: 'end time',
    category: CATEGORY,
    url: URL,
    description: NOTES,
    tags: TAGS,
  },
  Measurement: {
    measuredProperty:
      'measured property|property|metric|measurement|type|parameter|messgrosse|kennzahl|typ|mesure|medida|medicion|misura|grandezza|meting|pomiar|rodzaj',
    value: 'value|reading|wert|messwert|valeur|valor|valore|waarde|wartosc',
    unitText: 'unit text|unit|units|einheit|unite|unidad|unita|unidade|eenheid|jednostka',
    startTime: `${DATE}|${START.date}|${START.time}`,
    'startTime.time': TIME,
    endTime: `${END.date}|${END.time}`,
    instrument: 'instrument|device|source|source name|gerat|quelle|appareil|dispositivo|apparaat|urzadzenie|sensor',
    description: NOTES,
    tags: TAGS,
  },
  Note: {
    name: TITLE,
    text: 'text|content|body|note|notes|markdown|notiz|notizen|inhalt|texte|contenu|texto|contenido|nota|testo|contenuto|conteudo|tekst|inhoud|notitie|tresc|notatka',
    dateCreated: `${CREATED}|${DATE}`,
    url: URL,
    tags: TAGS,
  },
  Activity: {
    name: `${TITLE}|activity|aktivitat|activite|actividad|attivita|atividade|activiteit|aktywnosc|track name`,
    startTime: `${DATE}|${START.date}|${START.time}|watched at|played at|visited at|visit time|ts|end time`,
    'startTime.time': TIME,
    instrument: 'instrument|app|product|service|device|gerat|artist name',
    url: URL,
    description: NOTES,
    tags: TAGS,
  },
  Thing: {
    name: `${TITLE}|payee|verwendungszweck|buchungstext|empfanger|libelle|concepto|descrizione|descricao|omschrijving|opis|details`,
    url: URL,
    tags: TAGS,
  },
}

/** Tables of money have one of these: no type of ours is meant. */
export const MONEY =
  'amount|amount eur|amount usd|betrag|betrag eur|umsatz|montant|importe|monto|importo|quantia|valor eur|bedrag|bedrag eur|kwota|balance|saldo|solde|debit|credit|soll|haben|iban|verwendungszweck|buchungstag|buchungsdatum'

/** Words within a name that say which of several is meant. */
export const LABELS: Record<string, string> = {
  work: 'business|work|office|company|geschaftlich|dienstlich|arbeit|buro|firma|bureau|travail|professionnel|professionnelle|pro|trabajo|del trabajo|de trabajo|oficina|lavoro|ufficio|trabalho|comercial|do emprego|werk|zakelijk|kantoor|praca|sluzbowy|sluzbowa|sluzbowe|firmowy',
  home: 'home|private|personal|privat|prive|privee|domicile|maison|personnel|personnelle|casa|particular|privado|abitazione|residencial|thuis|dom|domowy|domowa|prywatny|prywatne',
  mobile:
    'mobile|cell|cellular|cell phone|handy|handynummer|mobil|mobiltelefon|mobilnummer|portable|tel portable|movil|celular|cellulare|telemovel|mobiel|mobieltje|komorka|komorkowy|tel komorkowy',
  fax: 'fax|telefax|fax number|fax nummer|faxnummer|telecopie|faks',
  pager: 'pager|pager number|pager nummer',
  other:
    'other|weitere|weiteres|weiterer|andere|anderes|autre|otro|otra|altro|altra|outro|outra|overig|inny|inne|secondary|sekundare',
  main: 'primary|main|primare|haupt|principal|principale|glowny',
}

/** A name as it stands in the tables. */
export const foldName = (name: string): string =>
  name
    .slice(0, 200)
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replaceAll('ł', 'l')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
