#include "scheduling/delivery/inline_attachments.h"

#include <algorithm>
#include <array>

#include "scheduling/delivery/attachments.h"
#include "scheduling/delivery/meeting_texts.h"
#include "scheduling/ical/edit.h"
#include "storage/base/safe_text.h"

namespace stafett::scheduling::delivery {
namespace {

using storage::Result;

// RFC 8607 §4.3, Evolution's own, Outlook's.
constexpr std::array<std::string_view, 3> kNames{"FILENAME", "X-EVOLUTION-CALDAV-ATTACHMENT-NAME", "X-FILENAME"};

std::string name_of(const ical::Property& property) {
    for (const std::string_view name : kNames) {
        std::string text = property.parameter_value(name);
        text.erase(0, text.find_last_of("/\\") + 1);
        text = base::without_unsafe(text);
        constexpr std::size_t longest = 200;
        if (!text.empty() && text.size() <= longest && text != "." && text != "..") return text;
    }
    return {};
}

std::string type_of(const ical::Property& property) {
    const std::string type = ical::lower(property.parameter_value("FMTTYPE"));
    constexpr std::size_t longest = 127;
    const bool good = type.size() <= longest && type.find('/') != std::string::npos &&
                      type.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789!#$&-^_.+/") == std::string::npos;
    return good ? type : "application/octet-stream";
}

// The object's own attachment of these octets and that name.
Result<std::optional<model::Attachment>> same_file(storage::Snapshot& snapshot, const model::Attachment& wanted,
                                                   model::CalendarId calendar, const model::Uid& uid) {
    TRY_ASSIGN(const auto uses, snapshot.attachments().of_object(calendar, uid));
    for (const model::AttachmentUse& one : uses) {
        TRY_ASSIGN(auto file, snapshot.attachments().find(one.attachment));
        if (file && file->digest == wanted.digest && file->file_name == wanted.file_name) return file;
    }
    return std::optional<model::Attachment>();
}

Result<void> stage(storage::Transaction& transaction, const model::Attachment& file, std::string_view octets) {
    for (std::uint64_t at = 0; at < octets.size(); at += model::kAttachmentPiece)
        TRY(transaction.write_attachments().stage(file.digest, at / model::kAttachmentPiece,
                                                  octets.substr(at, model::kAttachmentPiece), file.by.at));
    return transaction.write_attachments().put(file);
}

}  // namespace

namespace {

// RFC 5545 §3.8.1.1 wants both; programs leave out one, or the padding.
bool is_inline(const ical::Property& property) {
    return ical::equal_ignoring_case(property.parameter_value("ENCODING"), "BASE64") ||
           ical::equal_ignoring_case(property.parameter_value("VALUE"), "BINARY");
}

}  // namespace

std::vector<InlineFile> inline_files(const ical::Object& object) {
    std::vector<InlineFile> files;
    for (const ical::Component* component : object.main()) {
        for (const ical::Property& property : component->properties) {
            if (property.name != "ATTACH" || !is_inline(property)) continue;
            std::string text(property.value);
            std::erase_if(text, [](char c) { return c == ' ' || c == '\t'; });
            while (text.ends_with('=')) text.pop_back();
            text.append((4 - text.size() % 4) % 4, '=');
            if (auto octets = base::from_base64(text))
                files.push_back({&property, *std::move(octets), name_of(property), type_of(property)});
        }
    }
    return files;
}

Result<ical::ObjectPtr> manage(storage::Transaction& transaction, const ical::ObjectPtr& sent,
                               const std::vector<InlineFile>& files, const FilePlace& place) {
    ical::Editor editor(*sent);
    std::vector<std::pair<model::Attachment, const InlineFile*>> fresh;
    for (const InlineFile& one : files) {
        model::Attachment file{.id = model::ManagedId(base::uuid_v4()),
                               .owner = place.owner,
                               .digest = base::digest(one.octets),
                               .size = one.octets.size(),
                               .file_name = one.file_name.empty() ? "bilaga" : one.file_name,
                               .media_type = one.media_type,
                               .origin = place.origin,
                               .by = place.by};
        TRY_ASSIGN(auto there, same_file(transaction, file, place.calendar, model::Uid(sent->uid())));
        // The same in the series and in one of its meetings is one file.
        const auto again = std::ranges::find_if(fresh, [&](const auto& other) {
            return other.first.digest == file.digest && other.first.file_name == file.file_name;
        });
        if (!there && again != fresh.end()) there = again->first;
        editor.replace(*one.property, network::attach_line(there ? *there : file, {}));
        if (!there) fresh.emplace_back(std::move(file), &one);
    }
    TRY_ASSIGN(ical::ObjectPtr managed, parse_stored(editor.text()));
    for (auto& [file, source] : fresh) {
        const auto end = network::end_of_attached(*managed, file.id, place.zone);
        file.kind = network::attachment_kind(file.file_name, end && *end <= place.by.at);
        TRY(stage(transaction, file, source->octets));
    }
    return managed;
}

}  // namespace stafett::scheduling::delivery
