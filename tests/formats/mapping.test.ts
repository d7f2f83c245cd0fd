import { describe, expect, it } from 'vitest'
import type { Column } from '../../lib/formats/columns'
import { guessMapping, mapTo, targetsOf } from '../../lib/formats/mapping'

const short = (column: Column | null): string =>
  column
    ? `${column.field}${column.part ? `.${column.part}` : ''}${column.label ? ` (${column.label})` : ''}${column.group ? ` #${column.group}` : ''}${column.unit ? ` [${column.unit}]` : ''}`
    : '-'
const guess = (names: string, ...rows: string[]) => {
  const mapping = guessMapping([names, ...rows].map((row) => row.split(';')))
  return { ...mapping, columns: mapping.columns.map(short) }
}

describe('the columns of an address book', () => {
  it.each([
    [
      'own',
      'givenName;familyName;email;telephone;address.postalCode',
      'givenName|familyName|email|telephone|address.postalCode',
    ],
    [
      'en',
      'First Name;Last Name;E-mail;Phone;Street;City;ZIP;Country;Birthday;Notes',
      'givenName|familyName|email|telephone|address.streetAddress|address.addressLocality|address.postalCode|address.addressCountry|birthDate|description',
    ],
    [
      'de',
      'Vorname;Nachname;E-Mail-Adresse;Telefon;Straße;Ort;PLZ;Land;Geburtstag;Notizen',
      'givenName|familyName|email|telephone|address.streetAddress|address.addressLocality|address.postalCode|address.addressCountry|birthDate|description',
    ],
    ['de, short', 'Vorname;Name;Handy', 'givenName|familyName|telephone (mobile)'],
    [
      'fr',
      'Prénom;Nom;Courriel;Téléphone;Rue;Ville;Code postal;Pays;Date de naissance;Remarques',
      'givenName|familyName|email|telephone|address.streetAddress|address.addressLocality|address.postalCode|address.addressCountry|birthDate|description',
    ],
    [
      'es',
      'Nombre;Apellidos;Correo electrónico;Teléfono;Calle;Ciudad;Código postal;País;Fecha de nacimiento;Notas',
      'givenName|familyName|email|telephone|address.streetAddress|address.addressLocality|address.postalCode|address.addressCountry|birthDate|description',
    ],
    [
      'it',
      'Nome;Cognome;Posta elettronica;Telefono;Indirizzo;Città;CAP;Paese;Data di nascita;Note',
      'givenName|familyName|email|telephone|address.streetAddress|address.addressLocality|address.postalCode|address.addressCountry|birthDate|description',
    ],
    [
      'pt',
      'Primeiro nome;Sobrenome;Endereço de e-mail;Telefone;Rua;Cidade;CEP;País;Data de nascimento;Notas',
      'givenName|familyName|email|telephone|address.streetAddress|address.addressLocality|address.postalCode|address.addressCountry|birthDate|description',
    ],
    [
      'nl',
      'Voornaam;Achternaam;E-mailadres;Telefoonnummer;Straat;Plaats;Postcode;Land;Geboortedatum;Opmerkingen',
      'givenName|familyName|email|telephone|address.streetAddress|address.addressLocality|address.postalCode|address.addressCountry|birthDate|description',
    ],
    [
      'pl',
      'Imię;Nazwisko;Adres e-mail;Telefon;Ulica;Miasto;Kod pocztowy;Kraj;Data urodzenia;Uwagi',
      'givenName|familyName|email|telephone|address.streetAddress|address.addressLocality|address.postalCode|address.addressCountry|birthDate|description',
    ],
    [
      'Outlook, en',
      'Title;First Name;Middle Name;Last Name;Suffix;Company;Department;Job Title;Business Street;Business Street 2;Business City;Business Postal Code;Home Country/Region;Business Fax;Business Phone;Business Phone 2;Home Phone;Mobile Phone;Company Main Phone;Pager;E-mail Address;E-mail Type;E-mail Display Name;E-mail 2 Address;Anniversary;Birthday;Categories;Notes;Web Page;User 1',
      'honorificPrefix|givenName|additionalName|familyName|honorificSuffix|worksFor|department|jobTitle|address.streetAddress (work)|address.streetAddress (work)|address.addressLocality (work)|address.postalCode (work)|address.addressCountry (home)|telephone (work fax)|telephone (work)|telephone (work) #2|telephone (home)|telephone (mobile)|telephone (work) #again 18|telephone (pager)|email|-|-|email #2|anniversary|birthDate|tags|description|url|-',
    ],
    [
      'Outlook, de',
      'Anrede;Vorname;Weitere Vornamen;Nachname;Suffix;Firma;Abteilung;Position;Straße geschäftlich;Straße geschäftlich 2;Ort geschäftlich;Postleitzahl geschäftlich;Land/Region geschäftlich;Straße privat;Weiterer Ort;Fax geschäftlich;Telefon geschäftlich;Telefon (privat);Telefon (privat 2);Mobiltelefon;Haupttelefon;E-Mail-Adresse;E-Mail-Typ;E-Mail: Angezeigter Name;E-Mail 2: Adresse;Geburtstag;Jahrestag;Kategorien;Notizen;Webseite;Büro',
      'honorificPrefix|givenName|additionalName|familyName|honorificSuffix|worksFor|department|jobTitle|address.streetAddress (work)|address.streetAddress (work)|address.addressLocality (work)|address.postalCode (work)|address.addressCountry (work)|address.streetAddress (home)|address.addressLocality (other)|telephone (work fax)|telephone (work)|telephone (home)|telephone (home) #2|telephone (mobile)|telephone|email|-|-|email #2|birthDate|anniversary|tags|description|url|-',
    ],
    [
      'Google',
      'First Name;Last Name;Phonetic First Name;Name Prefix;Nickname;Organization Name;Organization Title;Birthday;Notes;Labels;E-mail 1 - Label;E-mail 1 - Value;E-mail 2 - Label;E-mail 2 - Value;Phone 1 - Label;Phone 1 - Value;Address 1 - Label;Address 1 - Formatted;Address 1 - Street;Address 1 - City;Address 1 - Postal Code;Address 2 - City;Website 1 - Value;Custom Field 1 - Value',
      'givenName|familyName|-|honorificPrefix|alternateName|worksFor|jobTitle|birthDate|description|tags|email.label #1|email #1|email.label #2|email #2|telephone.label #1|telephone #1|address.label #1|address.formatted #1|address.streetAddress #1|address.addressLocality #1|address.postalCode #1|address.addressLocality #2|url #1|-',
    ],
    [
      'Thunderbird',
      'First Name;Last Name;Display Name;Primary Email;Secondary Email;Work Phone;Fax Number;Mobile Number;Home Address;Home Address 2;Home City;Home ZipCode;Organization;Web Page 1;Birth Year;Birth Month;Birth Day',
      'givenName|familyName|name|email (main)|email (other)|telephone (work)|telephone (fax)|telephone (mobile)|address.streetAddress (home)|address.streetAddress (home)|address.addressLocality (home)|address.postalCode (home)|worksFor|url #1|birthDate.year|birthDate.month|birthDate.day',
    ],
    [
      'Thunderbird, de',
      'Vorname;Nachname;Anzeigename;Telefon dienstlich;Mobil-Tel.-Nr.;Privat: Adresse;Dienstlich: Bundesland;Geburtsjahr;Geburtsmonat;Geburtstag',
      'givenName|familyName|name|telephone (work)|telephone (mobile)|address.streetAddress (home)|address.addressRegion (work)|birthDate.year|birthDate.month|birthDate.day',
    ],
  ])('%s', (_, names, columns) => {
    const mapping = guess(names)
    expect(mapping.columns).toEqual(columns.split('|'))
    expect(mapping).toMatchObject({ type: 'Contact', skip: 1 })
  })

  it('without names is known by what is in it', () => {
    const mapping = guess(
      'Ada Lovelace;ada@example.org;+44 20 7946 0000',
      'Alan Turing;alan@example.org;+44 20 7946 0001',
    )
    expect(mapping).toMatchObject({ type: 'Contact', skip: 0, names: ['#1', '#2', '#3'] })
    expect(mapping.columns).toEqual(['name', 'email', 'telephone'])
  })
})

describe('the type of a table', () => {
  it.each([
    [
      'Event',
      'Subject;Start Date;Start Time;End Date;End Time;Location;Description',
      'name|startDate|startDate.time|endDate|endDate.time|location|description',
    ],
    [
      'Event',
      'Betreff;Beginnt am;Beginnt um;Endet am;Endet um;Ort;Kategorien',
      'name|startDate|startDate.time|endDate|endDate.time|location|tags',
    ],
    [
      'Event',
      'Oggetto;Data inizio;Ora inizio;Data fine;Ora fine;Luogo',
      'name|startDate|startDate.time|endDate|endDate.time|location',
    ],
    ['Task', 'Task;Due Date;Status;Notes', 'name|dueDate|status|description'],
    ['Task', 'Aufgabe;Fällig am;% erledigt', 'name|dueDate|percentComplete'],
    ['Bookmark', 'title;url;time_added;tags;folder', 'name|url|dateCreated|tags|folder'],
    ['Bookmark', 'Titre;Lien;Dossier', 'name|url|folder'],
    ['Place', 'Name;Breite;Länge;Höhe;Kategorie', 'name|geo.latitude|geo.longitude|geo.elevation|category'],
    ['Place', 'name;lat;lon', 'name|geo.latitude|geo.longitude'],
    ['Measurement', 'Type;Value;Unit;Start;Source', 'measuredProperty|value|unitText|startTime|instrument'],
    ['Note', 'Titel;Inhalt;Erstellt am', 'name|text|dateCreated'],
    ['Activity', 'Title;Date', 'name|startTime'],
    ['Thing', 'Buchungstag;Verwendungszweck;Betrag;Währung', '-|name|-|-'],
    ['Thing', 'Date;Description;Amount;Balance', '-|name|-|-'],
    ['Thing', 'foo;bar', '-|-'],
  ])('%s: %s', (type, names, columns) => {
    const mapping = guess(names)
    expect([mapping.type, mapping.columns.join('|')]).toEqual([type, columns])
  })

  it('is a measurement where a day has a column for each thing', () => {
    const mapping = guess('Datum;Gewicht (kg);Schritte;Notizen', '01.02.2026;72,5;8120;', '02.02.2026;72,1;10230;müde')
    expect(mapping).toMatchObject({ type: 'Measurement', decimal: ',', dateOrder: 'dmy' })
    expect(mapping.columns).toEqual(['startTime', 'value (Gewicht) [kg]', 'value (Schritte)', 'description'])
  })

  it('is called by its first text where no column is its name', () => {
    const mapping = guess('date;amount;shop', '01/02/2026;1234.50;Rewe', '03/04/2026;12.00;Aldi')
    expect([mapping.type, mapping.columns.join('|')]).toEqual(['Thing', '-|-|name'])
  })

  it('is what our own tables say', () => {
    expect(guess('type;name;url', 'Trip;x;https://a.example').type).toBe('Trip')
  })
})

describe('a calendar', () => {
  it.each([
    ['en', 'Subject;Start Date;Start Time;End Date;End Time;All day event;Location'],
    ['de', 'Betreff;Beginnt am;Beginnt um;Endet am;Endet um;Ganztägiges Ereignis;Ort'],
    ['fr', 'Objet;Début;Heure de début;Fin;Heure de fin;Journée entière;Emplacement'],
    ['es', 'Asunto;Fecha de comienzo;Comienzo;Fecha de finalización;Finalización;Todo el día;Ubicación'],
    ['it', 'Oggetto;Data inizio;Ora inizio;Data fine;Ora fine;Giornata intera;Luogo'],
    ['pt', 'Assunto;Data de início;Hora de início;Data de término;Hora de término;Dia inteiro;Local'],
    ['nl', 'Onderwerp;Begindatum;Begintijd;Einddatum;Eindtijd;Hele dag;Locatie'],
    ['pl', 'Temat;Data rozpoczęcia;Godzina rozpoczęcia;Data zakończenia;Godzina zakończenia;Cały dzień;Lokalizacja'],
  ])('in %s', (_, names) => {
    expect(guess(names)).toMatchObject({
      type: 'Event',
      columns: ['name', 'startDate', 'startDate.time', 'endDate', 'endDate.time', 'allDay', 'location'],
    })
  })
})

describe('a guess', () => {
  it('leaves out what stands above the names', () => {
    const mapping = guess(
      'Kontoumsätze;DE1',
      'Stand;heute',
      'Vorname;Nachname;E-Mail',
      'A;B;a@b.example',
      'C;D;c@d.example',
      'E;F;e@f.example',
    )
    expect(mapping).toMatchObject({ type: 'Contact', skip: 3, names: ['Vorname', 'Nachname', 'E-Mail'] })
  })

  it('asks for the order of dates only where it matters', () => {
    expect(guess('Name;E-Mail;Geburtstag', 'A;a@b.example;01/02/1990').dateOrder).toBeNull()
    expect(guess('Name;E-Mail;Geburtstag', 'A;a@b.example;01/02/1990', 'B;b@b.example;13/02/1990').dateOrder).toBe(
      'dmy',
    )
    expect(guess('Name;E-Mail;Geburtstag', 'A;a@b.example;1990-02-01').dateOrder).toBe('dmy')
  })

  it('knows columns that have their dates in different orders', () => {
    const { columns, dateOrder } = guessMapping([
      ['Subject', 'Start Date', 'End Date', 'Location'],
      ['A', '13/02/2026', '02/13/2026', 'x'],
    ])
    expect(columns.map((column) => column?.dateOrder)).toEqual([undefined, 'dmy', 'mdy', undefined])
    expect(dateOrder).toBeNull()
  })

  it('takes a column of ids for the key, if they are', () => {
    expect(guess('uid;name;email', 'aaaaaaaa-1;A;a@b.example', 'aaaaaaaa-2;B;b@b.example').key).toBe(0)
    expect(guess('id;name;email', '1;A;a@b.example', '2;B;b@b.example').key).toBeNull()
  })

  it('can be made for another type', () => {
    expect(mapTo('Note', ['Title', 'Date', 'Text'], []).columns.map(short)).toEqual(['name', 'dateCreated', 'text'])
    expect(targetsOf('Place').find(({ field }) => field === 'geo')?.parts).toContain('latitude')
    expect(targetsOf('Event').map(({ field }) => field)).toEqual(
      expect.arrayContaining(['startDate', 'allDay', 'tags']),
    )
    expect(targetsOf('Contact').find(({ field }) => field === 'email')?.parts).toEqual(['label'])
    expect(targetsOf('nothing')).toEqual([{ field: 'tags', parts: [] }])
  })

  it.each([
    [[]],
    [[['']]],
    [[['__proto__', 'constructor', 'toString']]],
    [[['a'], ['b', 'c', 'd']]],
    [[Array(5000).fill('x')]],
  ])('of anything is a mapping: %#', (rows: string[][]) => {
    const { columns, names } = guessMapping(rows)
    expect(columns).toHaveLength(names.length)
  })
})
