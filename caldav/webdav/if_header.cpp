#include "caldav/webdav/if_header.h"

#include <algorithm>

#include "caldav/webdav/validators.h"

namespace stafett::caldav::webdav {

// If = 1*No-tag-list | 1*Tagged-list. Reads from the front; every function says whether the grammar was kept.
class IfParser {
  public:
    explicit IfParser(std::string_view field) : rest_(field) {}

    bool read(IfHeader& header) {
        IfHeader::List tag;
        while (skip_blanks(), !rest_.empty()) {
            if (rest_.front() == '<') {
                const auto uri = enclosed('<', '>');
                if (!uri) return false;
                tag.tagged = true;
                tag.resource = access::parse_href(*uri);
                if (skip_blanks(), !rest_.starts_with('(')) return false;
            }
            IfHeader::List list = tag;
            if (!read_list(list)) return false;
            header.lists_.push_back(std::move(list));
        }
        return !header.lists_.empty();
    }

  private:
    void skip_blanks() { rest_.remove_prefix(std::min(rest_.find_first_not_of(" \t"), rest_.size())); }

    std::optional<std::string_view> enclosed(char open, char close) {
        if (!rest_.starts_with(open)) return std::nullopt;
        const auto end = rest_.find(close);
        if (end == std::string_view::npos) return std::nullopt;
        const auto inner = rest_.substr(1, end - 1);
        rest_.remove_prefix(end + 1);
        return inner;
    }

    bool read_list(IfHeader::List& list) {
        if (!rest_.starts_with('(')) return false;
        rest_.remove_prefix(1);
        while (skip_blanks(), !rest_.starts_with(')')) {
            IfHeader::Condition condition;
            if (rest_.starts_with("Not")) {
                condition.negated = true;
                rest_.remove_prefix(3);
                skip_blanks();
            }
            condition.entity_tag = rest_.starts_with('[');
            const auto value = condition.entity_tag ? enclosed('[', ']') : enclosed('<', '>');
            if (!value) return false;
            condition.value = *value;
            list.conditions.push_back(std::move(condition));
        }
        rest_.remove_prefix(1);
        return !list.conditions.empty();
    }

    std::string_view rest_;
};

Result<IfHeader> IfHeader::parse(std::string_view field) {
    IfHeader header;
    if (!IfParser(field).read(header)) return fail(400, "malformed If");
    return header;
}

bool IfHeader::holds(const Condition& condition, GuardedSnapshot& snapshot, const std::optional<ReadGrant>& resource) {
    if (!resource) return condition.negated;
    bool matches = false;
    if (condition.entity_tag) {
        std::string tag = condition.value;
        std::erase(tag, '"');
        const auto current = validators_of(snapshot, *resource);
        matches = current && current->etag && current->etag->text() == (tag.starts_with("W/") ? tag.substr(2) : tag);
    } else if (const auto token = snapshot.sync_token(*resource)) {
        matches = *token == condition.value;
    }
    return matches != condition.negated;
}

Result<void> IfHeader::check(GuardedSnapshot& snapshot, const access::Address& target) const {
    for (const List& list : lists_) {
        std::optional<ReadGrant> resource;
        if (!list.tagged || list.resource)
            if (auto grant = snapshot.gate().require<Privilege::read>(list.tagged ? *list.resource : target))
                resource = *std::move(grant);
        const bool all = std::ranges::all_of(
            list.conditions, [&](const Condition& condition) { return holds(condition, snapshot, resource); });
        if (all) return {};
    }
    return fail(412, "If");
}

}  // namespace stafett::caldav::webdav
