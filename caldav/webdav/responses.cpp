#include "caldav/webdav/responses.h"

#include <algorithm>

#include "caldav/webdav/method.h"

namespace stafett::caldav::webdav {
namespace {

std::vector<model::Property> dead_properties(const Subject& subject) {
    auto stored = subject.snapshot.properties(subject.grant);
    if (!stored) return {};
    std::erase_if(*stored, [&](const model::Property& property) {
        return subject.context.tables->property({property.name_space, property.name}) != nullptr;
    });
    return *std::move(stored);
}

// Writes the element of a property, or nothing when the resource has none.
Result<bool> write_property(const LiveProperty& row, const Subject& subject, const xml::Element* asked,
                            xml::Writer& out) {
    if (row.stored) {
        TRY_ASSIGN(const auto stored, subject.snapshot.property(subject.grant, row.name, row.scope));
        if (stored) {
            out.raw(stored->value);
            return true;
        }
    }
    if (row.read == nullptr) return false;
    const xml::Writer::Mark before = out.mark();
    out.start(row.name);
    auto has = row.read(subject, asked, out);
    if (has && *has)
        out.end();
    else
        out.rewind(before);
    return has;
}

}  // namespace

Result<std::optional<std::string>> read_property(const LiveProperty& row, const Subject& subject,
                                                 const xml::Element* asked) {
    std::string element;
    xml::Writer writer(element, xml::Writer::Where::inside);
    TRY_ASSIGN(const bool has, write_property(row, subject, asked, writer));
    return has ? std::optional(std::move(element)) : std::nullopt;
}

// Rows of the properties that are asked for by name; null: not live on that kind, or not in a PROPFIND.
const std::vector<const LiveProperty*>& Responses::rows_on(Kind kind) {
    if (kind == rows_of_) return rows_;
    rows_of_ = kind;
    rows_.clear();
    for (const xml::Element& asked : wanted_.properties) {
        const LiveProperty* row = context_.tables->property(asked.name(), kind);
        rows_.push_back(row != nullptr && (row->in_propfind || wanted_.report) ? row : nullptr);
    }
    return rows_;
}

void Responses::missing(xml::QName name, unsigned status, const http::ConditionSpec* condition) {
    if (wanted_.minimal && status == 404) return;
    auto group = std::ranges::find_if(
        others_, [&](const Propstat& known) { return known.status == status && known.condition == condition; });
    if (group == others_.end()) group = others_.insert(others_.end(), Propstat{status, {}, condition});
    xml::Writer(group->properties, xml::Writer::Where::inside).leaf(name);
}

void Responses::add_live(const LiveProperty& row, const Subject& subject, const xml::Element* asked, xml::Writer& found,
                         bool tell_missing) {
    const auto has = write_property(row, subject, asked, found);
    if (!has) {
        context_.tell(has.error());
        missing(row.name, has.error().status, has.error().condition);
    } else if (!*has && tell_missing) {
        missing(row.name, 404);
    }
}

void Responses::add_named(const Subject& subject, xml::Writer& found) {
    const std::vector<const LiveProperty*>& rows = rows_on(subject.node().kind);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const xml::Element& asked = wanted_.properties[i];
        if (rows[i] != nullptr) {
            add_live(*rows[i], subject, &asked, found, true);
            continue;
        }
        const bool live_elsewhere = context_.tables->property(asked.name()) != nullptr;
        const auto dead = live_elsewhere ? Result<std::optional<model::Property>>(std::nullopt)
                                         : subject.snapshot.property(subject.grant, asked.name(), Scope::reader);
        if (!dead)
            missing(asked.name(), dead.error().status);
        else if (*dead)
            found.raw((*dead)->value);
        else
            missing(asked.name(), 404);
    }
}

void Responses::add_all(const Subject& subject, xml::Writer& found) {
    for (const LiveProperty* row : context_.tables->properties)
        if (row->allprop && overlaps(row->on, subject.node().kind)) add_live(*row, subject, nullptr, found, false);
    for (const model::Property& property : dead_properties(subject)) found.raw(property.value);
}

void Responses::add_names(const Subject& subject, xml::Writer& found) {
    for (const LiveProperty* row : context_.tables->properties)
        if (row->in_propfind && overlaps(row->on, subject.node().kind)) found.leaf(row->name);
    for (const model::Property& property : dead_properties(subject)) found.leaf({property.name_space, property.name});
}

void Responses::write(const ReadGrant& grant, const model::StoredObject* object, const Href* named, bool decided) {
    if (with_text_ && object != nullptr && !object->text) return write_alone(grant, named, decided);
    const Subject subject{context_, snapshot_, grant, object, named, decided};
    others_.clear();
    xml::Writer& found = out_.begin(named != nullptr ? *named : grant.href());
    switch (wanted_.mode) {
        case Wanted::Mode::names:
            add_names(subject, found);
            break;
        case Wanted::Mode::all:
            add_all(subject, found);
            add_named(subject, found);
            break;
        case Wanted::Mode::named:
            add_named(subject, found);
            break;
    }
    out_.end(others_);
}

void Responses::write_alone(const ReadGrant& grant, const Href* named, bool decided) {
    const auto object = snapshot_.object(grant);
    if (object) return write(grant, &*object, named, decided);
    context_.tell(object.error());
    out_.failure(named != nullptr ? *named : grant.href(), object.error());
}

}  // namespace stafett::caldav::webdav
