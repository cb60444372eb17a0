#include "caldav/calendar/methods/post_attachment.h"

#include <fmt/format.h>

#include <algorithm>

#include "caldav/http/content_disposition.h"
#include "caldav/webdav/conditional.h"
#include "scheduling/ical/content_line.h"
#include "scheduling/network/attachment_lines.h"
#include "storage/base/percent.h"

namespace stafett::caldav::calendar::methods {

namespace ical = scheduling::ical;
using access::AttachmentChange;
using webdav::GuardedTransaction;
using webdav::Privilege;

namespace {

constexpr std::uint64_t pieces_at_a_time = 4;
constexpr std::size_t longest_rid = 64, most_rids = 24;

std::string decoded(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto octet = base::percent_octet(text, i);
        out += octet.value_or(text[i]);
        if (octet) i += 2;
    }
    return out;
}

std::vector<std::string> split(std::string_view text, char at) {
    std::vector<std::string> parts;
    while (true) {
        const std::size_t end = text.find(at);
        parts.emplace_back(text.substr(0, end));
        if (end == std::string_view::npos) return parts;
        text.remove_prefix(end + 1);
    }
}

std::optional<std::string> parameter(std::string_view query, std::string_view name) {
    for (const std::string& pair : split(query, '&')) {
        const std::size_t equals = pair.find('=');
        if (equals != std::string::npos && std::string_view(pair).substr(0, equals) == name)
            return decoded(std::string_view(pair).substr(equals + 1));
    }
    return std::nullopt;
}

Failure refused(const http::ConditionSpec& condition, std::string detail, std::string text) {
    return Failure(condition, std::move(detail)).with_message(std::move(text));
}

bool is_token(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
               std::string_view("!#$&-^_.+").find(c) != std::string_view::npos;
    });
}

// RFC 9110 §8.3.1 without parameters; what is none is octets of an unknown type.
std::string media_type_of(const http::RequestHead& head) {
    const std::string_view field = head.fields.find("Content-Type").value_or("");
    std::string type = ical::lower(ical::trimmed(field.substr(0, field.find(';'))));
    const std::size_t slash = type.find('/');
    const bool good = slash != std::string::npos && type.size() <= 127 &&
                      is_token(std::string_view(type).substr(0, slash)) &&
                      is_token(std::string_view(type).substr(slash + 1));
    return good ? type : "application/octet-stream";
}

// Step: what comes in, by its head alone.
Result<model::Attachment> read_file(const webdav::Request& request) {
    const access::AttachmentLimits& limits = request.context.store.settings().attachments;
    model::Attachment file;
    file.id = model::ManagedId(base::uuid_v4());
    file.media_type = media_type_of(request.head);
    file.file_name = http::file_name_in(request.head.fields.find("Content-Disposition").value_or(""));
    if (file.file_name.empty()) file.file_name = "bilaga";
    file.origin = request.context.store.origin();
    file.size = request.body.size();
    file.digest = request.whole.digest();
    TRY(access::check_file(limits, file.size, file.media_type));
    return file;
}

// Step: the octets, a few pieces in each transaction, which asks for the right each time; none before it is known that
// the change would not be refused.
Result<void> stage(const webdav::Request& request, const AttachmentChange& change) {
    const model::Attachment& file = *change.file;
    constexpr std::uint64_t batch = pieces_at_a_time * model::kAttachmentPiece;
    for (std::uint64_t begin = 0; begin < file.size; begin += batch) {
        const std::string_view octets = request.body.substr(begin, batch);
        TRY(request.context.store.write([&](GuardedTransaction& transaction) -> Result<void> {
            TRY_ASSIGN(const auto grant, transaction.gate().require<Privilege::write_content>(request.target));
            if (begin == 0) TRY(transaction.check_attachments(grant, change));
            for (std::uint64_t at = 0; at < octets.size(); at += model::kAttachmentPiece)
                TRY(transaction.stage_attachment(grant, file.digest, (begin + at) / model::kAttachmentPiece,
                                                 octets.substr(at, model::kAttachmentPiece)));
            return {};
        }));
        request.whole.forget(begin + octets.size());
    }
    return {};
}

// Step: an update keeps what the request does not say anew.
Result<model::Attachment> as_update(const webdav::Request& request, model::Attachment file,
                                    const model::ManagedId& old) {
    TRY_ASSIGN(const auto snapshot, request.context.store.read());
    const auto before = snapshot->attachment(old);
    if (!before)
        return std::unexpected(refused(conditions::valid_managed_id_parameter, old.text(),
                                       "Mötet har ingen sådan bilaga. (No such attachment here.)"));
    if (http::file_name_in(request.head.fields.find("Content-Disposition").value_or("")).empty())
        file.file_name = before->attachment().file_name;
    if (!request.head.fields.has("Content-Type")) file.media_type = before->attachment().media_type;
    return file;
}

Result<std::optional<model::StoredObject>> carry_out(const webdav::Request& request, const AttachmentChange& change,
                                                     bool representation) {
    return request.context.store.write(
        [&](GuardedTransaction& transaction) -> Result<std::optional<model::StoredObject>> {
            TRY_ASSIGN(const auto grant, transaction.gate().require<Privilege::write_content>(request.target));
            TRY(transaction.change_attachments(grant, change));
            std::optional<model::StoredObject> served;
            if (!representation) return served;
            TRY_ASSIGN(const auto readable, transaction.gate().require<Privilege::read>(request.target));
            TRY_ASSIGN(served, transaction.object(readable));
            return served;
        });
}

http::Response reply(const webdav::Request& request, AttachmentAction action, const AttachmentChange& change,
                     const std::optional<model::StoredObject>& served) {
    http::Response response;
    response.status = action == AttachmentAction::add ? 201 : served ? 200 : 204;
    response.fields.add("Vary", "Prefer");
    if (change.file) {
        response.fields.add("Cal-Managed-ID", change.file->id.text());
        if (action == AttachmentAction::add)
            response.fields.add("Location", change.file->origin + scheduling::network::attachment_path(*change.file));
    }
    if (!served) return response;
    response.fields.add("Content-Type", "text/calendar; charset=utf-8");
    response.fields.add("Content-Location", request.target.href.text());
    response.fields.add("Preference-Applied", "return=representation");
    response.fields.add("ETag", webdav::quoted(served->info.etag));
    response.body = served->text;
    return response;
}

}  // namespace

Result<AttachmentQuery> read_attachment_query(std::string_view query) {
    AttachmentQuery read;
    const std::string action = parameter(query, "action").value_or("");
    if (action == "attachment-update")
        read.action = AttachmentAction::update;
    else if (action == "attachment-remove")
        read.action = AttachmentAction::remove;
    else if (action != "attachment-add")
        return std::unexpected(refused(conditions::valid_action_parameter, "action=" + action,
                                       "action måste vara attachment-add, -update eller -remove. (Unknown action.)"));
    const auto rid = parameter(query, "rid");
    if (rid) read.rids = split(*rid, ',');
    const bool sound = read.rids.size() <= most_rids && std::ranges::none_of(read.rids, [](const std::string& one) {
                           return one.empty() || one.size() > longest_rid;
                       });
    // RFC 8607 §3.5: an update is of every part that has the attachment.
    if (!sound || (rid && read.action == AttachmentAction::update))
        return std::unexpected(refused(conditions::valid_rid_parameter, "rid=" + rid.value_or(""),
                                       "rid kan inte läsas, eller hör inte hit. (Invalid rid.)"));
    const auto id = parameter(query, "managed-id");
    if ((read.action == AttachmentAction::add) == (id && !id->empty()))
        return std::unexpected(refused(conditions::valid_managed_id_parameter, "managed-id=" + id.value_or(""),
                                       "managed-id saknas, eller hör inte hit. (Invalid managed-id.)"));
    read.managed_id = model::ManagedId(id.value_or(""));
    return read;
}

Result<http::Response> post_attachment(const webdav::Request& request) {
    const bool representation = webdav::read_preferences(request.head).representation;
    TRY_ASSIGN(const AttachmentQuery query, read_attachment_query(request.head.query()));
    AttachmentChange change{query.rids, query.managed_id, {}};
    if (query.action != AttachmentAction::remove) {
        TRY_ASSIGN(change.file, read_file(request));
        if (query.action == AttachmentAction::update) {
            TRY_ASSIGN(change.file, as_update(request, *change.file, query.managed_id));
        }
        TRY(stage(request, change));
    }
    TRY_ASSIGN(const auto served, carry_out(request, change, representation));
    return reply(request, query.action, change, served);
}

}  // namespace stafett::caldav::calendar::methods
