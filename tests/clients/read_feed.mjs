// Reads an iCalendar stream from standard input with ical.js and prints its events as JSON: an array of
// {uid, summary, status, start, location, recurring}. A stream that ical.js cannot read ends with an error.
import ICAL from "ical.js";
import { readFileSync } from "node:fs";

const calendar = new ICAL.Component(ICAL.parse(readFileSync(0, "utf-8")));
for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone);
const events = calendar.getAllSubcomponents("vevent").map((component) => {
  const event = new ICAL.Event(component);
  return {
    uid: event.uid,
    summary: event.summary,
    status: component.getFirstPropertyValue("status"),
    start: event.startDate.toJSDate().toISOString(),
    location: event.location ?? "",
    contact: component.getFirstPropertyValue("contact") ?? "",
    recurrenceId: event.recurrenceId ? event.recurrenceId.toString() : null,
    recurring: event.isRecurring(),
  };
});
console.log(JSON.stringify(events));
