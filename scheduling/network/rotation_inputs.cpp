#include "scheduling/network/rotation_inputs.h"

#include <fmt/compile.h>

#include <array>
#include <charconv>
#include <iterator>
#include <utility>

namespace stafett::scheduling::network {
namespace {

constexpr std::array<std::pair<Skipped, std::string_view>, 4> kSkipped{{
    {Skipped::no, ""},
    {Skipped::blocked, "blocked"},
    {Skipped::no_host, "no-host"},
    {Skipped::not_then, "not-then"},
}};

std::string_view name_of(Skipped skipped) {
    for (const auto& [value, name] : kSkipped)
        if (value == skipped) return name;
    return {};
}

bool goes_before(const Candidate& a, const Candidate& b) {
    if (a.turns != b.turns) return a.turns < b.turns;
    if (a.last.has_value() != b.last.has_value()) return !a.last.has_value();
    return a.last && *a.last < *b.last;
}

// Reads our own JSON, which has a fixed order and nothing to escape: ids are [a-z0-9-]+.
class Reader {
  public:
    explicit Reader(std::string_view text) : rest_(text) {}

    bool literal(std::string_view text) {
        if (!rest_.starts_with(text)) return false;
        rest_.remove_prefix(text.size());
        return true;
    }
    std::optional<std::string_view> until_quote() {
        const std::size_t end = rest_.find('"');
        if (end == std::string_view::npos) return std::nullopt;
        const std::string_view text = rest_.substr(0, end);
        rest_.remove_prefix(end + 1);
        return text;
    }
    std::optional<int> number() {
        int value = 0;
        const auto [end, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), value);
        if (error != std::errc{}) return std::nullopt;
        rest_.remove_prefix(static_cast<std::size_t>(end - rest_.data()));
        return value;
    }
    std::optional<base::Date> date() {
        const auto text = until_quote();
        return text ? base::parse_date(*text) : std::nullopt;
    }
    bool at_end() const { return rest_.empty(); }

  private:
    std::string_view rest_;
};

std::optional<Candidate> candidate(Reader& reader) {
    Candidate one;
    const auto id = reader.until_quote();
    if (!id || !model::valid_id(*id) || !reader.literal(R"(,"turns":)")) return std::nullopt;
    one.municipality = model::MunicipalityId(*id);
    const auto turns = reader.number();
    if (!turns) return std::nullopt;
    one.turns = *turns;
    if (reader.literal(R"(,"start":)")) {
        one.start = reader.number();
        if (!one.start) return std::nullopt;
    }
    if (reader.literal(R"(,"last":")")) {
        one.last = reader.date();
        if (!one.last) return std::nullopt;
    }
    if (reader.literal(R"(,"skipped":")")) {
        const auto why = reader.until_quote();
        for (const auto& [value, name] : kSkipped)
            if (why && !name.empty() && *why == name) one.skipped = value;
        if (one.skipped == Skipped::no) return std::nullopt;
    }
    return reader.literal("}") ? std::optional(one) : std::nullopt;
}

}  // namespace

const Candidate* next_host(const RotationInputs& inputs) {
    const Candidate* best = nullptr;
    for (const Candidate& one : inputs.candidates)
        if (one.skipped == Skipped::no && (best == nullptr || goes_before(one, *best))) best = &one;
    return best;
}

std::string to_json(const RotationInputs& inputs) {
    std::string json;
    json.reserve(64 * (inputs.candidates.size() + 1));
    const auto add = [&](const auto& form, const auto&... values) {
        fmt::format_to(std::back_inserter(json), form, values...);
    };
    add(FMT_COMPILE(R"({{"date":"{}","seats":[)"), base::format_date(inputs.date));
    for (const Candidate& one : inputs.candidates) {
        if (&one != &inputs.candidates.front()) json += ',';
        add(FMT_COMPILE(R"({{"id":"{}","turns":{})"), one.municipality.text(), one.turns);
        if (one.start) add(FMT_COMPILE(R"(,"start":{})"), *one.start);
        if (one.last) add(FMT_COMPILE(R"(,"last":"{}")"), base::format_date(*one.last));
        if (one.skipped != Skipped::no) add(FMT_COMPILE(R"(,"skipped":"{}")"), name_of(one.skipped));
        json += '}';
    }
    json += "]}";
    return json;
}

std::optional<RotationInputs> rotation_inputs(std::string_view json) {
    Reader reader(json);
    RotationInputs inputs;
    if (!reader.literal(R"({"date":")")) return std::nullopt;
    const auto date = reader.date();
    if (!date || !reader.literal(R"(,"seats":[)")) return std::nullopt;
    inputs.date = *date;
    while (reader.literal(inputs.candidates.empty() ? R"({"id":")" : R"(,{"id":")")) {
        auto one = candidate(reader);
        if (!one) return std::nullopt;
        inputs.candidates.push_back(*std::move(one));
    }
    if (!reader.literal("]}") || !reader.at_end()) return std::nullopt;
    return inputs;
}

}  // namespace stafett::scheduling::network
