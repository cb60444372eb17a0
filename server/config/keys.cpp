#include "server/config/keys.h"

#include <algorithm>
#include <array>
#include <concepts>

#include "server/config/nearest.h"

namespace stafett::server::config {

namespace {

using std::chrono::seconds;

constexpr std::int64_t kKib = 1024, kMib = 1024 * kKib, kGib = 1024 * kMib;
constexpr std::int64_t kHour = 3600, kDay = 24 * kHour;

// How a field of each type is written in TOML.
template <std::integral T>
Value written(T field) {
    return static_cast<std::int64_t>(field);
}
template <class R, class P>
Value written(std::chrono::duration<R, P> field) {
    return std::int64_t{std::chrono::duration_cast<seconds>(field).count()};
}
Value written(const std::optional<std::uint16_t>& field) { return field ? Value(std::int64_t{*field}) : Value(); }
Value written(const std::string& field) { return field; }
Value written(const std::filesystem::path& field) { return field.string(); }
Value written(const std::vector<std::string>& field) { return field; }
Value written(log::Level field) { return std::string(log::name(field)); }
Value written(log::Format field) { return std::string(log::name(field)); }
Value written(transport::ProxyField field) { return std::string(transport::name(field)); }

template <std::integral T>
void take(T& field, const Value& value) {
    field = static_cast<T>(std::get<std::int64_t>(value));
}
template <class R, class P>
void take(std::chrono::duration<R, P>& field, const Value& value) {
    field = seconds(std::get<std::int64_t>(value));
}
void take(std::optional<std::uint16_t>& field, const Value& value) {
    field = static_cast<std::uint16_t>(std::get<std::int64_t>(value));
}
void take(std::string& field, const Value& value) { field = std::get<std::string>(value); }
void take(std::filesystem::path& field, const Value& value) { field = std::get<std::string>(value); }
void take(std::vector<std::string>& field, const Value& value) { field = std::get<std::vector<std::string>>(value); }

constexpr std::array kLevels{log::Level::debug, log::Level::info, log::Level::warning, log::Level::error};

void take(log::Level& field, const Value& value) {
    for (log::Level level : kLevels)
        if (log::name(level) == std::get<std::string>(value)) field = level;
}

bool is_level(std::string_view text) {
    return std::ranges::any_of(kLevels, [&](log::Level level) { return log::name(level) == text; });
}

void take(log::Format& field, const Value& value) {
    field = std::get<std::string>(value) == log::name(log::Format::json) ? log::Format::json : log::Format::text;
}
bool is_format(std::string_view text) {
    return text == log::name(log::Format::text) || text == log::name(log::Format::json);
}

using transport::ProxyField;
void take(ProxyField& field, const Value& value) {
    field = std::get<std::string>(value) == transport::name(ProxyField::forwarded) ? ProxyField::forwarded
                                                                                   : ProxyField::x_forwarded;
}
bool is_proxy_field(std::string_view text) {
    return text == transport::name(ProxyField::forwarded) || text == transport::name(ProxyField::x_forwarded);
}

// scheme "://" authority, nothing behind it.
bool is_origin(std::string_view text) {
    if (text.empty()) return true;
    for (std::string_view scheme : {"https://", "http://"})
        if (text.starts_with(scheme)) {
            const auto authority = text.substr(scheme.size());
            return !authority.empty() && authority.find_first_of("/?#@ \\\"<>") == authority.npos;
        }
    return false;
}

bool is_domain(std::string_view text) {
    return !text.empty() && text.size() <= 253 && text.front() != '.' && text.back() != '.' &&
           text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-.") == text.npos;
}

// `field` is a lambda without captures from Config& to the field.
template <class Field>
constexpr Key row(Kind kind, std::string_view name, Field, std::string_view doc) {
    Key key;
    key.name = name;
    key.kind = kind;
    key.doc = doc;
    key.get = [](const Config& config) { return written(Field{}(config)); };
    key.set = [](Config& config, const Value& value) { take(Field{}(config), value); };
    return key;
}

template <class Field>
constexpr Key number(std::string_view name, std::int64_t least, std::int64_t most, std::string_view unit, Field field,
                     std::string_view doc) {
    Key key = row(Kind::integer, name, field, doc);
    key.least = least;
    key.most = most;
    key.unit = unit;
    return key;
}

template <class Field>
constexpr Key text(std::string_view name, std::string_view wanted, bool (*accepts)(std::string_view), Field field,
                   std::string_view doc) {
    Key key = row(Kind::text, name, field, doc);
    key.wanted = wanted;
    key.accepts = accepts;
    return key;
}

template <class Field>
constexpr Key texts(std::string_view name, std::string_view wanted, bool (*accepts)(std::string_view), Field field,
                    std::string_view doc) {
    Key key = text(name, wanted, accepts, field, doc);
    key.kind = Kind::texts;
    return key;
}

#define FIELD(path) [](auto& config) -> auto& { return config.path; }

constexpr std::array rows{
    row(Kind::path, "data", FIELD(data), "Folder that holds everything: calendars, accounts, control socket."),
    row(Kind::texts, "listen", FIELD(transport.addresses),
        "Numeric addresses to listen on; \"0.0.0.0\" and \"::\" are all of this machine."),
    number("port", 0, 65535, "", FIELD(transport.port), "HTTPS port; 0 takes any free one."),
    number("plain_port", 0, 65535, "", FIELD(plain_port),
           "Port for HTTP without TLS, on loopback only; without the key there is none."),
    text("public_url", "an origin such as \"https://kalender.kommun.se\", without a path", is_origin, FIELD(public_url),
         "Where clients reach the server, for links; empty: as each request names it."),
    texts(
        "trusted_proxy", "a list of addresses and networks such as [\"192.0.2.1\", \"10.0.0.0/8\"]",
        &transport::TrustedProxies::is_network, FIELD(transport.trusted_proxies),
        "Reverse proxies that are believed about the client's address, TLS and the host asked for; empty: nobody is."),
    text("proxy_header", "x-forwarded or forwarded", is_proxy_field, FIELD(transport.proxy_field),
         "In which fields they say so: X-Forwarded-For, -Proto and -Host, or Forwarded (RFC 7239)."),
    row(Kind::path, "certificate", FIELD(certificate),
        "PEM file with the server's certificate and its chain; empty: a development certificate made in `data`."),
    row(Kind::path, "key", FIELD(key), "PEM file with the certificate's private key."),
    text("mail_domain", "a domain in lower case such as \"natverk.kommun.se\"", is_domain, FIELD(meetings.mail_domain),
         "Domain of the addresses that the server makes by itself."),

    text("log.level", "debug, info, warning or error", is_level, FIELD(log.least), "Quieter lines are left out."),
    text("log.format", "text or json", is_format, FIELD(log.format), "What a line is; json: an object (RFC 8259)."),
    row(Kind::path, "log.file", FIELD(log.file), "File that lines are appended to; empty: standard error."),

    number("meetings.settle_after", 0, 7 * kDay, "seconds", FIELD(meetings.settle_after),
           "How long a change of a meeting rests before hosts are fixed and messages leave; 0: at once."),
    number("meetings.settle_at_once_within", 0, 365 * kDay, "seconds", FIELD(meetings.settle_at_once_within),
           "Changes of a meeting that begins sooner than this settle at once."),
    number("meetings.months_ahead", 1, 60, "months", FIELD(meetings.months_ahead),
           "How far ahead the occurrences of a series get their hosts."),
    number("meetings.rows_ahead", 1, 400, "", FIELD(meetings.rows_ahead), "How many occurrences of a series at most."),

    number("attachments.size", kKib, 4 * kGib, "octets", FIELD(attachments.size), "Largest attachment of a meeting."),
    number("attachments.per_object", 1, 1000, "", FIELD(attachments.per_object),
           "How many attachments a meeting may have."),
    number(
        "attachments.per_owner", 0, 64 * kKib * kGib, "octets", FIELD(attachments.per_owner),
        "All attachments of one network, or of one person's own calendars, together. What was removed stays for a day "
        "beside them, up to as much again."),
    row(Kind::texts, "attachments.types", FIELD(attachments.types),
        "Media types that are taken, such as \"application/pdf\" or \"image/*\"; \"*/*\" is all."),

    number("quota.octets", kMib, 1024 * kGib, "octets", FIELD(quota.octets),
           "All objects of one person's own calendars, or of one network, together, as they were written. Versions "
           "that they "
           "had before lie beside them for a year, up to twice as much; the oldest go first."),
    number("quota.objects", 1, 10000000, "", FIELD(quota.objects), "How many objects that may be."),
    number("quota.calendars", 2, 10000, "", FIELD(quota.calendars), "How many calendars one person may have."),
    number("quota.properties", 10, 10000, "", FIELD(quota.properties),
           "How many properties that clients set one calendar or home may keep, for each of its readers."),
    number("quota.property_octets", 4 * kKib, 16 * kMib, "octets", FIELD(quota.property_octets),
           "All of these properties together."),

    number("accounts.remember", 1, kDay, "seconds", FIELD(accounts.remember),
           "How long right credentials are remembered in memory; every change of accounts forgets them at once."),
    number("accounts.remembered", 0, 1000000, "", FIELD(accounts.remembered), "How many credentials are remembered."),
    number("accounts.argon2_passes", 1, 20, "", FIELD(accounts.cost.passes), "Passes of argon2id for new passwords."),
    number("accounts.argon2_memory", 8 * kKib, kGib, "octets", FIELD(accounts.cost.memory),
           "Memory of argon2id for new passwords."),
    number("accounts.checks_at_once", 1, 64, "", FIELD(accounts.at_once),
           "Passwords checked at the same time, at least one of them and at most half of strangers at their address."),
    number("accounts.checks_waiting", 1, 256, "", FIELD(accounts.waiting),
           "Requests that may wait for their password's check; one more is answered with 503. People known at their "
           "address have "
           "8 places besides and go first."),
    number("accounts.account_failures", 1, 1000, "", FIELD(accounts.slow_down.account_failures),
           "Failed sign-ins in a row that an account allows before it slows down."),
    number("accounts.account_interval", 1, kHour, "seconds", FIELD(accounts.slow_down.account_interval),
           "Time after which a slowed-down account allows one more."),
    number("accounts.address_failures", 1, 10000, "", FIELD(accounts.slow_down.address_failures),
           "The same for an address, or the /64 of an IPv6 address."),
    number("accounts.address_interval", 1, kHour, "seconds", FIELD(accounts.slow_down.address_interval),
           "Time after which a slowed-down address allows one more."),

    number("limits.target", kKib, 64 * kKib, "octets", FIELD(transport.limits.target), "Longest request target."),
    number("limits.head", 4 * kKib, kMib, "octets", FIELD(transport.limits.head), "Longest request line and fields."),
    number("limits.object", 100 * kKib, kGib, "octets", FIELD(largest_object), "Largest calendar object."),
    number("limits.cache", 0, 64 * kGib, "octets", FIELD(cache),
           "Answers that are kept in memory until something changes: feeds, whole calendars, polls."),
    number("limits.body_in_memory", 0, kGib, "octets", FIELD(transport.limits.body_in_memory),
           "A longer request body is kept in a file while it arrives."),
    number("limits.bodies_in_memory", 0, 64 * kGib, "octets", FIELD(transport.limits.bodies_in_memory),
           "The same for the bodies of all connections together."),
    number(
        "limits.bodies_in_flight", kMib, 64 * kGib, "octets", FIELD(transport.limits.bodies_in_flight),
        "Received bodies in memory and answers on their way, of all connections together. Beyond that clients that do "
        "not read are cut off, new requests are answered with 503, and long answers wait for room."),
    number("limits.connections", 1, 1000000, "", FIELD(transport.limits.connections),
           "Connections in all; when all are there, the one that has been idle longest gives way to a new one."),
    number("limits.connections_per_address", 1, 1000000, "", FIELD(transport.limits.connections_per_address),
           "The same for one address, or for the /64 of an IPv6 address."),
    number(
        "limits.running_per_person", 1, 1024, "", FIELD(transport.limits.running_per_person),
        "Requests of one person that read and hold a thread, at a time; never more than half of the reading threads."),
    number("limits.writing_per_person", 1, 1024, "", FIELD(transport.limits.writing_per_person),
           "The same for those that write, which mostly wait for the disk together; never more than half of the "
           "writing threads."),
    number("limits.waiting_per_person", 1, 1000000, "", FIELD(transport.limits.waiting_per_person),
           "Requests of one person besides: those that wait for a thread, for their body, or for the client to take "
           "the answer; one more is answered with 503."),
    number("limits.running_per_address", 1, 1024, "", FIELD(transport.limits.running_per_address),
           "Requests of which it is not known who asks that hold a thread, at a time and from one address, or the /64 "
           "of an IPv6 address; a /48 may have four times as many."),
    number("limits.waiting_per_address", 1, 1000000, "", FIELD(transport.limits.waiting_per_address),
           "The same for those that wait."),
    number("limits.reader_queue", 1, 1000000, "", FIELD(transport.limits.reader_queue),
           "Reading requests that may wait for a thread; one more is answered with 503."),
    number("limits.writer_queue", 1, 1000000, "", FIELD(transport.limits.writer_queue), "The same for writing ones."),

    number("deadlines.handshake", 1, kHour, "seconds", FIELD(transport.deadlines.handshake), "For the TLS handshake."),
    number("deadlines.head", 1, kHour, "seconds", FIELD(transport.deadlines.head),
           "From the first octet of a request to the end of its fields."),
    number("deadlines.body", 1, kHour, "seconds", FIELD(transport.deadlines.body),
           "For each 64 KiB of a request body."),
    number("deadlines.write", 1, kHour, "seconds", FIELD(transport.deadlines.write), "For each 64 KiB of an answer."),
    number("deadlines.idle", 1, kDay, "seconds", FIELD(transport.deadlines.idle), "Between two requests."),
    number(
        "deadlines.stalled", 1, kHour, "seconds", FIELD(transport.deadlines.stalled),
        "A client that has read nothing of its answer for so long is cut off when limits.bodies_in_flight is reached."),
    number("deadlines.linger", 1, kHour, "seconds", FIELD(transport.deadlines.linger),
           "For a client to read the last answer and close."),

    number("threads.io", 0, 1024, "", FIELD(transport.io_threads),
           "Threads for sockets, all but one of which may also read; 0: two per core."),
    number("threads.readers", 0, 1024, "", FIELD(transport.reader_workers),
           "Threads for reading requests; 0: two per core and one for each password check."),
    number("threads.writers", 1, 1024, "", FIELD(transport.writer_workers), "Threads for writing requests."),
};

#undef FIELD

// "limits" of "limits.head"; empty at the top of the file.
std::string_view section_of(std::string_view name) {
    const auto dot = name.find('.');
    return dot == name.npos ? std::string_view() : name.substr(0, dot);
}

std::string_view last_part(std::string_view name) { return name.substr(name.rfind('.') + 1); }

}  // namespace

std::span<const Key> keys() { return rows; }

const Key* find_key(std::string_view name) {
    const auto found = std::ranges::find(rows, name, &Key::name);
    return found == rows.end() ? nullptr : &*found;
}

const Key& nearest_key(std::string_view name) {
    return *std::ranges::min_element(rows, {}, [&](const Key& key) {
        return std::min(letters_changed(name, key.name), letters_changed(last_part(name), last_part(key.name)) + 1);
    });
}

std::string_view nearest_section(std::string_view name) {
    const auto other_letters = [&](const Key& key) {
        const auto section = section_of(key.name);
        return section.empty() ? std::string_view::npos : letters_changed(name, section);
    };
    return section_of(std::ranges::min_element(rows, {}, other_letters)->name);
}

}  // namespace stafett::server::config
