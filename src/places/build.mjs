// Builds the migration that fills gateway.places: `npm ci && npm run build` in this folder, then commit what it made.

import { writeFile } from 'node:fs/promises';

import airports from 'airport-data-js';
import { find } from 'geo-tz/all';

const MIGRATION = '../../db/migration/R__places.sql';
const CONTINENTS = ['AF', 'AN', 'AS', 'EU', 'NA', 'OC', 'SA'];

/** The zone at the coordinates, which is right more often than what the airport names; at sea there is none. */
function zone({ latitude, longitude, time }) {
  const there = find(latitude, longitude);
  return there.includes(time) || there[0].startsWith('Etc/') ? time : there[0];
}

const places = (await Promise.all(CONTINENTS.map((continent) => airports.getAirportByContinent(continent))))
  .flat()
  .filter(({ iata }) => /^[A-Z0-9]{3}$/.test(iata));

const byZone = new Map();
for (const place of places.sort((one, other) => (one.iata < other.iata ? -1 : 1))) {
  const name = zone(place);
  const text = `${place.iata} ${place.longitude.toFixed(3)},${place.latitude.toFixed(3)}`;
  byZone.set(name, [...(byZone.get(name) ?? []), text]);
}

const rows = [...byZone.keys()].sort().map((name) => `    ('${name}', '${byZone.get(name).join(';')}')`);

await writeFile(
  MIGRATION,
  `-- ${places.length} airports with their time zones, written by src/places/build.mjs, of which NOTICE names the sources. A zone that the server
-- doesn't know leaves its airports out.
delete from gateway.places;
insert into gateway.places (code, coordinates, zone)
select split_part(p.place, ' ', 1), ('(' || split_part(p.place, ' ', 2) || ')')::point, z.zone
  from (values
${rows.join(',\n')}
       ) as z (zone, places)
 cross join lateral regexp_split_to_table(z.places, ';') as p (place)
 where clock.is_zone(z.zone);
`,
);
