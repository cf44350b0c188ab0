// What a calendar program reads of a trip: the times that clocks show, in zones that the calendar itself describes.

import assert from "node:assert/strict";

import ICAL from "ical.js";

import { execute, url } from "./gateway.mjs";

const { createTrip } = await execute(
  `mutation ($input: CreateTripInput!) { createTrip(input: $input) { trip { id } } }`,
  { input: { title: "Portugal, by train; and \\ back", startDate: "2027-03-20", endDate: "2027-04-05" } },
);
const tripId = createTrip.trip.id;
const add = async (name, input) =>
  (
    await execute(
      `mutation ($input: Add${name}Input!) { add${name}(input: $input) { ${name.toLowerCase()} { id version } } }`,
      { input: { tripId, [name.toLowerCase()]: input } },
    )
  )[`add${name}`][name.toLowerCase()];

const flight = await add("Flight", {
  flightNumber: "LH1169",
  departureAirport: "LIS",
  arrivalAirport: "FRA",
  departure: { localDateTime: "2027-03-27T23:15:00", timeZone: "Europe/Lisbon" },
  arrival: { localDateTime: "2027-03-28T03:25:00", timeZone: "Europe/Berlin" },
  status: "BOOKED",
});
const stay = await add("Accommodation", { name: "Hotel, Mondego", checkInDate: "2027-03-20", checkOutDate: "2027-03-22" });
const table = await add("Booking", { kind: "RESTAURANT", name: "A Cozinha", start: { localDateTime: "2027-03-21T20:30:00" } });
const moment = await add("Booking", { kind: "EVENT", name: "Launch", start: { instant: "2027-03-22T10:00:00Z" } });

const { createCalendarLink } = await execute(
  `mutation ($tripId: ID) { createCalendarLink(tripId: $tripId) { address calendarLink { id } } }`,
  { tripId },
);
const address = new URL(createCalendarLink.address, url);

async function read() {
  const response = await fetch(address);
  assert.equal(response.status, 200);
  assert.match(response.headers.get("content-type"), /^text\/calendar;\s*charset=utf-8$/i);
  const calendar = new ICAL.Component(ICAL.parse(await response.text()));
  const zones = Object.fromEntries(
    calendar.getAllSubcomponents("vtimezone").map((zone) => [zone.getFirstPropertyValue("tzid"), new ICAL.Timezone(zone)]),
  );
  const events = Object.fromEntries(
    calendar.getAllSubcomponents("vevent").map((event) => [event.getFirstPropertyValue("uid"), event]),
  );
  return { tag: response.headers.get("etag"), calendar, zones, events };
}

const time = (event, name) => event.getFirstPropertyValue(name);
const inZone = (event, name, zones) => {
  const value = time(event, name);
  value.zone = zones[event.getFirstProperty(name).getParameter("tzid")];
  return value;
};

const { tag, calendar, zones, events } = await read();
// As it is written: ical.js knows no type of what isn't in a standard.
assert.equal(calendar.getFirstPropertyValue("x-wr-calname"), "Portugal\\, by train\\; and \\\\ back");
assert.equal(calendar.getFirstPropertyValue("refresh-interval").toString(), "PT1H");

// The clock is put forward between the two.
const departure = inZone(events[flight.id], "dtstart", zones);
const arrival = inZone(events[flight.id], "dtend", zones);
assert.equal(departure.toString(), "2027-03-27T23:15:00");
assert.equal(arrival.toString(), "2027-03-28T03:25:00");
assert.equal(departure.toJSDate().toISOString(), "2027-03-27T23:15:00.000Z");
assert.equal(arrival.toJSDate().toISOString(), "2027-03-28T01:25:00.000Z");
assert.equal(events[flight.id].getFirstPropertyValue("status"), "CONFIRMED");

assert.ok(time(events[stay.id], "dtstart").isDate);
assert.equal(time(events[stay.id], "dtstart").toString(), "2027-03-20");
assert.equal(time(events[stay.id], "dtend").toString(), "2027-03-23");
assert.equal(events[stay.id].getFirstPropertyValue("summary"), "Hotel, Mondego");

assert.equal(time(events[table.id], "dtstart").toString(), "2027-03-21T20:30:00");
assert.equal(time(events[table.id], "dtstart").zone, ICAL.Timezone.localTimezone);
assert.equal(time(events[moment.id], "dtstart").toString(), "2027-03-22T10:00:00Z");
assert.ok(time(events[tripId], "dtstart").isDate);

// An update raises SEQUENCE and keeps the UID; what is removed is gone.
const sequence = events[flight.id].getFirstPropertyValue("sequence");
await execute(`mutation ($id: ID!) { updateFlight(input: { id: $id, status: CANCELLED }) { flight { id } } }`, { id: flight.id });
await execute(`mutation ($id: ID!) { removeBooking(id: $id) { deletedId } }`, { id: table.id });
assert.equal((await fetch(address, { headers: { "If-None-Match": tag } })).status, 200);
const later = await read();
assert.notEqual(later.tag, tag);
assert.ok(later.events[flight.id].getFirstPropertyValue("sequence") > sequence);
assert.equal(later.events[flight.id].getFirstPropertyValue("status"), "CANCELLED");
assert.equal(later.events[table.id], undefined);
assert.equal((await fetch(address, { headers: { "If-None-Match": later.tag } })).status, 304);

await execute(`mutation ($id: ID!) { revokeCalendarLink(id: $id) { revokedId } }`, { id: createCalendarLink.calendarLink.id });
assert.equal((await fetch(address)).status, 404);
