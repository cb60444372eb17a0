#include "scheduling/delivery/attachments.h"

#include "scheduling/delivery/meeting_texts.h"
#include "scheduling/ical/edit.h"

namespace stafett::scheduling::delivery {

using storage::Result;

base::Result<std::string, AttachmentFault> carried_out(const ical::Object& served, const std::vector<std::string>& rids,
                                                       const model::ManagedId& old, model::Attachment* file,
                                                       const ical::ZonePtr& zone, base::Instant now) {
    network::AttachmentEdit edit{rids, old, {}};
    if (file != nullptr) edit.line = network::attach_line(*file, {});
    TRY_ASSIGN(std::string text, network::edit_attachments(served, edit));
    if (file == nullptr) return text;
    const auto edited = parse_stored(text);
    const auto end = edited ? network::end_of_attached(**edited, file->id, zone) : std::nullopt;
    file->kind = network::attachment_kind(file->file_name, end && *end <= now);
    return text;
}

std::string with_files(const ical::Object& object, const std::map<model::ManagedId, model::Attachment>& instead) {
    ical::Editor editor(object);
    for (const ical::Component* component : object.main())
        for (const ical::Property& property : component->properties) {
            const auto id = network::managed_id(property);
            const auto other = id ? instead.find(*id) : instead.end();
            if (other != instead.end()) editor.replace(property, network::attach_line(other->second, {}));
        }
    return editor.text();
}

Result<std::vector<model::AttachmentUse>> known_uses(storage::Snapshot& snapshot, const ical::Object& sent) {
    std::vector<model::AttachmentUse> uses;
    for (AttachmentReference& one : network::attachment_references(sent)) {
        TRY_ASSIGN(const auto known, snapshot.attachments().find(one.use.attachment));
        if (known) uses.push_back(std::move(one.use));
    }
    return uses;
}

}  // namespace stafett::scheduling::delivery
