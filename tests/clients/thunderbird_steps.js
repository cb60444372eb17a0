// What a person does in Thunderbird's calendar, as its own windows do it: through the main window's transactions, so that
// its undo undoes it. Run by thunderbird.py as the body of a function; the first argument names the step, the last one
// is where the answer goes.
const { cal } = ChromeUtils.importESModule("resource:///modules/calendar/calUtils.sys.mjs");
const { CalEvent } = ChromeUtils.importESModule("resource:///modules/CalEvent.sys.mjs");
const main = Services.wm.getMostRecentWindow("mail:3pane");

const calendarNamed = name => {
  const found = cal.manager.getCalendars().find(one => one.name == name);
  if (!found) {
    throw new Error(`no calendar ${name}`);
  }
  return found;
};

// Until the calendar has told that it has been read anew.
const loaded = calendar =>
  new Promise((resolve, reject) => {
    const observer = {
      QueryInterface: ChromeUtils.generateQI(["calIObserver"]),
      onStartBatch() {},
      onEndBatch() {},
      onLoad() {
        calendar.removeObserver(observer);
        resolve();
      },
      onAddItem() {},
      onModifyItem() {},
      onDeleteItem() {},
      onError(_calendar, number, message) {
        calendar.removeObserver(observer);
        reject(new Error(`${number} ${message}`));
      },
      onPropertyChanged() {},
      onPropertyDeleting() {},
    };
    calendar.addObserver(observer);
    calendar.refresh();
  });

// The master of a series, or the single event.
const item = async (calendar, uid) => {
  const found = await calendarNamed(calendar).getItem(uid);
  if (!found) {
    throw new Error(`no event ${uid} in ${calendar}`);
  }
  return found;
};

const occurrence = async (calendar, uid, start) => {
  const master = await item(calendar, uid);
  const at = cal.createDateTime(start);
  at.timezone = master.startDate.timezone;
  const found = master.recurrenceInfo.getOccurrenceFor(at);
  if (!found) {
    throw new Error(`no occurrence ${start}`);
  }
  return found;
};

const local = (text, zone) => {
  const time = cal.createDateTime(text);
  time.timezone = zone;
  return time;
};

const change = (event, values) => {
  if (values.start) {
    const zone = event.startDate.timezone;
    event.startDate = local(values.start, zone);
    event.endDate = local(values.end, zone);
  }
  if (values.title) {
    event.title = values.title;
  }
  if ("location" in values) {
    event.setProperty("LOCATION", values.location);
  }
};

const steps = {
  async signIn(origin, realm, login, password) {
    const info = Cc["@mozilla.org/login-manager/loginInfo;1"].createInstance(Ci.nsILoginInfo);
    info.init(origin, null, realm, login, password, "", "");
    await Services.logins.addLoginAsync(info);
  },
  async subscribe(name, url, login) {
    const calendar = cal.manager.createCalendar("caldav", Services.io.newURI(url));
    calendar.name = name;
    calendar.setProperty("username", login);
    calendar.setProperty("cache.enabled", true);
    calendar.setProperty("calendar-main-in-composite", true);
    cal.manager.registerCalendar(calendar);
    await loaded(calendarNamed(name));
  },
  async refresh(name) {
    await loaded(calendarNamed(name));
  },
  readOnly: async name => calendarNamed(name).readOnly,
  texts: async name => {
    const items = await calendarNamed(name).getItemsAsArray(Ci.calICalendar.ITEM_FILTER_ALL_ITEMS, 0, null, null);
    return items.map(one => one.icalString);
  },
  async add(calendar, text) {
    await main.doTransaction("add", new CalEvent(text), calendarNamed(calendar), null, null);
  },
  async edit(calendar, uid, values) {
    const old = await item(calendar, uid);
    const changed = old.clone();
    change(changed, values);
    await main.doTransaction("modify", changed, old.calendar, old, null);
  },
  async editOccurrence(calendar, uid, start, values) {
    const old = await occurrence(calendar, uid, start);
    const changed = old.clone();
    change(changed, values);
    await main.doTransaction("modify", changed, old.calendar, old, null);
  },
  async removeOccurrence(calendar, uid, start) {
    const old = await item(calendar, uid);
    const changed = old.clone();
    changed.recurrenceInfo.removeOccurrenceAt((await occurrence(calendar, uid, start)).recurrenceId);
    await main.doTransaction("modify", changed, old.calendar, old, null);
  },
  async move(calendar, uid, target) {
    const old = await item(calendar, uid);
    const changed = old.clone();
    changed.calendar = calendarNamed(target);
    await main.doTransaction("modify", changed, changed.calendar, old, null);
  },
  async remove(calendar, uid) {
    const old = await item(calendar, uid);
    await main.doTransaction("delete", old, old.calendar, null, null);
  },
  async undo() {
    const { CalTransactionManager } = ChromeUtils.importESModule("resource:///modules/CalTransactionManager.sys.mjs");
    await CalTransactionManager.getInstance().undo();
  },
  // The month view at this day; answers with the titles that its boxes show.
  async month(day) {
    main.document.getElementById("tabmail").openTab("calendar");
    main.switchCalendarView("month", true);
    const view = main.currentView();
    view.goToDay(cal.createDateTime(day));
    await view.ready;
    await new Promise(resolve => main.requestAnimationFrame(() => main.requestAnimationFrame(resolve)));
    return [...view.querySelectorAll("calendar-month-day-box-item")].map(one => one.occurrence.title);
  },
};

const [step, ...rest] = Array.from(arguments);
const answer = rest.pop();
steps[step](...rest).then(
  value => answer({ value: value ?? null }),
  error => answer({ error: `${error} ${error.stack ?? ""}` })
);
