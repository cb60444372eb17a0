#include "scheduling/network/attachment_lines.h"

#include <array>
#include <map>
#include <utility>

#include "scheduling/ical/writer.h"

namespace stafett::scheduling::network {
namespace {

using model::AttachmentKind;

constexpr std::string_view folder = "/attachments/";
constexpr std::size_t uuid_length = 36;

struct Label {
    Language language;
    AttachmentKind kind;
    std::string_view text;
};
constexpr std::array labels{
    Label{Language::swedish, AttachmentKind::agenda, "Dagordning"},
    Label{Language::swedish, AttachmentKind::minutes, "Protokoll"},
    Label{Language::english, AttachmentKind::agenda, "Agenda"},
    Label{Language::english, AttachmentKind::minutes, "Minutes"},
};

std::string_view label_of(AttachmentKind kind, Language language) {
    for (const Label& label : labels)
        if (label.kind == kind && label.language == language) return label.text;
    return labels.front().text;
}

// RFC 3986 §2.3: everything that is not unreserved.
std::string encoded(std::string_view text) {
    constexpr std::string_view hex = "0123456789ABCDEF";
    constexpr std::string_view plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~";
    std::string out;
    for (const char c : text) {
        if (plain.find(c) != std::string_view::npos) {
            out += c;
            continue;
        }
        const auto octet = static_cast<unsigned char>(c);
        out += '%';
        out += hex[octet >> 4U];
        out += hex[octet & 15U];
    }
    return out;
}

bool is_uuid(std::string_view text) {
    if (text.size() != uuid_length) return false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
        const bool hex = (text[i] >= '0' && text[i] <= '9') || (text[i] >= 'a' && text[i] <= 'f');
        if (dash ? text[i] != '-' : !hex) return false;
    }
    return true;
}

// The id in "https://any.host/attachments/ID/NAME": the host may have changed since.
std::optional<model::ManagedId> id_in_url(std::string_view url) {
    const std::size_t authority = url.find("://");
    if (authority == std::string_view::npos) return std::nullopt;
    const std::size_t path = url.find('/', authority + 3);
    if (path == std::string_view::npos || !url.substr(path).starts_with(folder)) return std::nullopt;
    const std::string_view rest = url.substr(path + folder.size());
    const std::string_view id = rest.substr(0, rest.find('/'));
    if (id.size() == rest.size() || !is_uuid(id)) return std::nullopt;
    return model::ManagedId(id);
}

}  // namespace

std::string attachment_path(const model::Attachment& attachment) {
    return std::string(folder) + attachment.id.text() + '/' + encoded(attachment.file_name);
}

std::string attach_line(const model::Attachment& attachment, std::optional<Language> label) {
    ical::ContentLine line("ATTACH");
    line.parameter("MANAGED-ID", attachment.id.text());
    line.parameter("FMTTYPE", attachment.media_type);
    line.parameter("SIZE", std::to_string(attachment.size));
    line.parameter("FILENAME", attachment.file_name);
    if (label) line.parameter("LABEL", label_of(attachment.kind, *label));
    return line.raw(attachment.origin + attachment_path(attachment));
}

bool claims_managed_id(const ical::Property& property) {
    return property.name == "ATTACH" && property.parameter("MANAGED-ID") != nullptr;
}

std::optional<model::ManagedId> managed_id(const ical::Property& property) {
    if (property.name != "ATTACH") return std::nullopt;
    if (claims_managed_id(property)) return model::ManagedId(property.parameter_value("MANAGED-ID"));
    return id_in_url(property.value);
}

model::OccurrenceId occurrence_of(const ical::Component& component) {
    const ical::Property* property = component.find("RECURRENCE-ID");
    if (property == nullptr) return {};
    const auto id = ical::date_time(*property);
    // One that cannot be read names no occurrence, but is not the master either.
    if (!id) return {std::string(property->value), {}};
    return {ical::format(*id), id->tzid};
}

std::vector<AttachmentReference> attachment_references(const ical::Object& object) {
    std::vector<AttachmentReference> references;
    std::map<std::pair<model::OccurrenceId, model::ManagedId>, std::size_t> places;
    for (const ical::Component* component : object.main()) {
        const model::OccurrenceId occurrence = occurrence_of(*component);
        for (const ical::Property& property : component->properties) {
            const auto id = managed_id(property);
            if (!id) continue;
            const auto [place, is_new] = places.try_emplace({occurrence, *id}, references.size());
            if (is_new) references.push_back({{occurrence, *id}, false});
            if (claims_managed_id(property)) references[place->second].claimed = true;
        }
    }
    return references;
}

model::AttachmentKind attachment_kind(std::string_view file_name, bool over) {
    constexpr std::array<std::pair<std::string_view, AttachmentKind>, 6> words{
        {{"dagordning", AttachmentKind::agenda},
         {"kallelse", AttachmentKind::agenda},
         {"agenda", AttachmentKind::agenda},
         {"protokoll", AttachmentKind::minutes},
         {"minnesanteckning", AttachmentKind::minutes},
         {"minutes", AttachmentKind::minutes}}};
    const std::string name = ical::lower(file_name);
    AttachmentKind kind = over ? AttachmentKind::minutes : AttachmentKind::agenda;
    std::size_t first = std::string::npos;
    for (const auto& [word, meant] : words) {
        const std::size_t at = name.find(word);
        if (at >= first) continue;
        first = at;
        kind = meant;
    }
    return kind;
}

}  // namespace stafett::scheduling::network
