#include "scheduling/itip/attendee_copy.h"

#include "scheduling/ical/edit.h"
#include "scheduling/ical/writer.h"

namespace stafett::scheduling::itip {
namespace {

std::string title_of(const ical::Component& event, const CopyForm& form) {
    std::string title = event.text("SUMMARY");
    const std::string begin = form.title + ": ";
    if (title.empty())
        title = form.title;
    else if (!title.starts_with(begin))
        title.insert(0, begin);
    if (ical::upper(ical::trimmed(event.value("STATUS"))) == "CANCELLED") title.insert(0, form.cancelled_prefix);
    return title;
}

void set_own(ical::Editor& editor, const ical::Object& object, const ical::Component& event, const Answers& answers) {
    const model::CopyAnswer own = answer_to(object, event, answers);
    if (own.transp) {
        for (const ical::Property* transp : event.all("TRANSP")) editor.remove(*transp);
        editor.insert_last(event, ical::ContentLine("TRANSP").raw(*own.transp));
    }
    if (own.alarms.empty()) return;
    for (const ical::Component* alarm : event.children("VALARM")) editor.remove(*alarm);
    editor.append(event, own.alarms);
}

}  // namespace

std::string attendee_copy(const ical::Object& organizer, const CopyForm& form) {
    ical::Editor editor(organizer);
    for (const ical::Component* event : organizer.main()) {
        const std::string summary = ical::ContentLine("SUMMARY").text(title_of(*event, form));
        bool titled = false;
        for (const ical::Property& property : event->properties) {
            if (property.name == "SUMMARY") {
                if (titled)
                    editor.remove(property);
                else
                    editor.replace(property, summary);
                titled = true;
            } else if (property.name == "UID" && form.uid.text() != organizer.uid()) {
                editor.replace(property, ical::ContentLine("UID").text(form.uid.text()));
            } else if (property.name == "ATTENDEE" && property.parameter("SCHEDULE-STATUS") != nullptr) {
                editor.replace(property, ical::with_parameters(property, {{"SCHEDULE-STATUS", std::nullopt}}));
            }
        }
        if (!titled) editor.insert_last(*event, summary);
        set_own(editor, organizer, *event, form.answers);
    }
    return editor.text();
}

}  // namespace stafett::scheduling::itip
