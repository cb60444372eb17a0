#include "caldav/webdav/wanted.h"

#include <algorithm>

#include "caldav/webdav/method.h"

namespace stafett::caldav::webdav {
namespace {

// Every response of a listing says back the names it does not know.
constexpr std::size_t kMostProperties = 1000;
constexpr std::size_t kLongestNames = 131'072;  // octets, name spaces included

std::unexpected<Failure> too_much(const std::string& what) {
    return std::unexpected(Failure(400, what).with_message("The request names " + what + "."));
}

// One response's properties while they are gathered: groups by status, each status once.
class Groups {
  public:
    std::string& found() { return at(200, nullptr).properties; }

    void missing(const xml::Name& name, unsigned status, const http::ConditionSpec* condition = nullptr) {
        xml::Writer(at(status, condition).properties, xml::Writer::Where::inside).leaf(name);
    }

    std::vector<Propstat> take(bool minimal) {
        if (minimal) std::erase_if(groups_, [](const Propstat& group) { return group.status == 404; });
        return std::move(groups_);
    }

  private:
    Propstat& at(unsigned status, const http::ConditionSpec* condition) {
        for (Propstat& group : groups_)
            if (group.status == status && group.condition == condition) return group;
        return groups_.emplace_back(Propstat{status, {}, condition});
    }

    std::vector<Propstat> groups_;
};

// One that is never stored is written where it will stand, and taken away again if it was not found.
Result<bool> write_computed(std::string& out, const LiveProperty& row, const Subject& subject,
                            const xml::Element* asked) {
    const std::size_t before = out.size();
    xml::Writer writer(out, xml::Writer::Where::inside);
    writer.start(row.name);
    auto has = row.read(subject, asked, writer);
    if (has && *has) {
        writer.end();
    } else {
        out.resize(before);
    }
    return has;
}

void add_live(Groups& groups, const LiveProperty& row, const Subject& subject, const xml::Element* asked,
              bool tell_missing) {
    if (!row.stored && row.read != nullptr) {
        const auto has = write_computed(groups.found(), row, subject, asked);
        if (!has)
            groups.missing(xml::Name(row.name), has.error().status, has.error().condition);
        else if (!*has && tell_missing)
            groups.missing(xml::Name(row.name), 404);
        return;
    }
    auto element = read_property(row, subject, asked);
    if (!element)
        groups.missing(xml::Name(row.name), element.error().status, element.error().condition);
    else if (*element)
        groups.found() += **element;
    else if (tell_missing)
        groups.missing(xml::Name(row.name), 404);
}

Result<bool> read_dead(const Subject& subject, const xml::Name& name, std::string& out) {
    TRY_ASSIGN(const auto stored, subject.snapshot.property(subject.grant, name, Scope::reader));
    if (stored) out += stored->value;
    return stored.has_value();
}

void add_named(Groups& groups, const Subject& subject, const Wanted& wanted) {
    const Tables& tables = *subject.context.tables;
    for (const xml::Element& asked : wanted.properties) {
        const LiveProperty* row = tables.property(asked.name(), subject.node().kind);
        if (row != nullptr && (row->in_propfind || wanted.report)) {
            add_live(groups, *row, subject, &asked, true);
            continue;
        }
        auto has = tables.property(asked.name()) != nullptr ? Result<bool>(false)
                                                            : read_dead(subject, asked.name(), groups.found());
        if (!has)
            groups.missing(asked.name(), has.error().status);
        else if (!*has)
            groups.missing(asked.name(), 404);
    }
}

std::vector<model::Property> dead_properties(const Subject& subject) {
    auto stored = subject.snapshot.properties(subject.grant);
    if (!stored) return {};
    std::erase_if(*stored, [&](const model::Property& property) {
        return subject.context.tables->property({property.name_space, property.name}) != nullptr;
    });
    return *std::move(stored);
}

void add_all(Groups& groups, const Subject& subject) {
    for (const LiveProperty* row : subject.context.tables->properties)
        if (row->allprop && overlaps(row->on, subject.node().kind)) add_live(groups, *row, subject, nullptr, false);
    for (const model::Property& property : dead_properties(subject)) groups.found() += property.value;
}

void add_names(Groups& groups, const Subject& subject) {
    xml::Writer writer(groups.found(), xml::Writer::Where::inside);
    for (const LiveProperty* row : subject.context.tables->properties)
        if (row->in_propfind && overlaps(row->on, subject.node().kind)) writer.leaf(row->name);
    for (const model::Property& property : dead_properties(subject)) writer.leaf({property.name_space, property.name});
}

}  // namespace

Result<Wanted> read_wanted(const xml::Element& holder, const Preferences& preferences, Wanted::Mode absent) {
    Wanted wanted;
    wanted.minimal = preferences.minimal;
    wanted.mode = absent;
    int chosen = 0;
    for (const xml::Element& child : holder.children()) {
        const bool named = child.is({ns::dav, "prop"});
        if (named || child.is({ns::dav, "include"}))
            wanted.properties.insert(wanted.properties.end(), child.children().begin(), child.children().end());
        if (!named && !child.is({ns::dav, "allprop"}) && !child.is({ns::dav, "propname"})) continue;
        ++chosen;
        wanted.mode = named                            ? Wanted::Mode::named
                      : child.is({ns::dav, "allprop"}) ? Wanted::Mode::all
                                                       : Wanted::Mode::names;
    }
    if (chosen > 1) return fail(400, "two of prop, allprop and propname");
    if (wanted.properties.size() > kMostProperties) return too_much("more than 1000 properties");
    std::size_t names = 0;
    for (const xml::Element& asked : wanted.properties) names += asked.name().ns.size() + asked.name().local.size();
    if (names > kLongestNames) return too_much("names of properties longer than 131072 octets together");
    return wanted;
}

bool needs_text(const Wanted& wanted, const Tables& tables) {
    const auto costs_text = [](const LiveProperty* row) { return row != nullptr && row->cost == Cost::text; };
    if (wanted.mode == Wanted::Mode::all && std::ranges::any_of(tables.properties, [&](const LiveProperty* row) {
            return row->allprop && costs_text(row);
        }))
        return true;
    return std::ranges::any_of(wanted.properties, [&](const xml::Element& asked) {
        return costs_text(tables.property(asked.name(), Kind::object));
    });
}

Result<std::optional<std::string>> read_property(const LiveProperty& row, const Subject& subject,
                                                 const xml::Element* asked) {
    std::optional<std::string> element;
    if (row.stored) {
        TRY_ASSIGN(auto stored, subject.snapshot.property(subject.grant, row.name, row.scope));
        if (stored) {
            element = std::move(stored->value);
            return element;
        }
    }
    if (row.read == nullptr) return element;
    std::string text;
    xml::Writer writer(text, xml::Writer::Where::inside);
    writer.start(row.name);
    TRY_ASSIGN(const bool has, row.read(subject, asked, writer));
    writer.end();
    if (has) element = std::move(text);
    return element;
}

void write_response(MultistatusWriter& out, const Subject& subject, const Wanted& wanted) {
    Groups groups;
    groups.found();  // 200 stands first
    switch (wanted.mode) {
        case Wanted::Mode::names:
            add_names(groups, subject);
            break;
        case Wanted::Mode::all:
            add_all(groups, subject);
            add_named(groups, subject, wanted);
            break;
        case Wanted::Mode::named:
            add_named(groups, subject, wanted);
            break;
    }
    out.properties(subject.named != nullptr ? *subject.named : subject.grant.href(), groups.take(wanted.minimal));
}

void write_object_response(MultistatusWriter& out, const Context& context, GuardedSnapshot& snapshot,
                           const ReadGrant& calendar, const model::StoredObject& object, const Wanted& wanted,
                           const Href* named) {
    const ReadGrant grant = snapshot.object_grant(calendar, object.info);
    write_response(out, Subject{context, snapshot, grant, &object, named}, wanted);
}

}  // namespace stafett::caldav::webdav
