// tsdav, driven for the tests: one JSON command a line in, one JSON answer a line out. The first line says where to and as whom.
import { calendarMultiGet, createDAVClient } from "tsdav";
import { createInterface } from "node:readline";

let client;
let calendars;
const known = new Map(); // name of a calendar -> what tsdav keeps of it between syncs

const calendar = (url) => {
  const found = calendars.find((one) => new URL(one.url).pathname === url);
  if (!found) throw new Error(`no calendar ${url} among ${calendars.map((one) => one.url)}`);
  return found;
};

const checked = async (answer) => {
  const response = await answer;
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
  return response.status;
};

const commands = {
  async connect({ url, login, password }) {
    client = await createDAVClient({
      serverUrl: url,
      credentials: { username: login, password },
      authMethod: "Basic",
      defaultAccountType: "caldav",
    });
    calendars = await client.fetchCalendars();
    return calendars.map((one) => ({ path: new URL(one.url).pathname, name: one.displayName, components: one.components }));
  },
  list: async ({ path, from, to, expand }) => {
    const timeRange = from ? { start: from, end: to } : undefined;
    const objects = await client.fetchCalendarObjects({ calendar: calendar(path), timeRange, expand });
    return objects.map((one) => ({ url: one.url, etag: one.etag, data: one.data }));
  },
  create: ({ path, filename, data }) =>
    checked(client.createCalendarObject({ calendar: calendar(path), filename, iCalString: data })),
  update: ({ object }) => checked(client.updateCalendarObject({ calendarObject: object })),
  remove: ({ object }) => checked(client.deleteCalendarObject({ calendarObject: object })),
  // What its own smart sync finds to have changed since the last time.
  async sync({ path }) {
    const before = { ...(known.get(path) ?? { ...calendar(path), objects: [] }), objectMultiGet: calendarMultiGet };
    const { created, updated, deleted } = (
      await client.smartCollectionSync({ collection: before, method: "webdav", detailedResult: true })
    ).objects;
    const fresh = (await client.fetchCalendars()).find((one) => one.url === before.url);
    known.set(path, { ...fresh, objects: await client.fetchCalendarObjects({ calendar: fresh }) });
    return { created: created.length, updated: updated.length, deleted: deleted.length };
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const { command, ...rest } = JSON.parse(line);
  try {
    console.log(JSON.stringify({ value: (await commands[command](rest)) ?? null }));
  } catch (error) {
    console.log(JSON.stringify({ error: `${command}: ${error.stack}` }));
  }
}
