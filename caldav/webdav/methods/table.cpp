#include <array>

#include "caldav/webdav/methods/handlers.h"

namespace stafett::caldav::webdav {

std::span<const MethodRow> method_rows() {
    constexpr Kind anything = access::kEveryResource | Kind::unmapped_object | Kind::unmapped_collection;
    constexpr Kind propertied =
        Kind::principal | Kind::home | Kind::calendar | Kind::organizer_collection | Kind::object;
    constexpr Kind removable = Kind::calendar | Kind::organizer_collection | Kind::object;
    static constexpr std::array rows{
        MethodRow{"OPTIONS", anything, http::Pool::readers, BodyLimit::none, &methods::admit_options,
                  &methods::options},
        read_method<&methods::get_object>("GET", Kind::object),
        read_method<&methods::propfind>("PROPFIND", access::kEveryResource, BodyLimit::xml),
        write_method("PROPPATCH", propertied, BodyLimit::xml, &admits<Privilege::write_properties>,
                     &methods::proppatch),
        MethodRow{"REPORT", access::kEveryResource, http::Pool::readers, BodyLimit::xml,
                  &admits<Privilege::read_free_busy>, &methods::report},
        write_method("DELETE", removable, BodyLimit::none, &admits<Privilege::unbind>, &methods::delete_resource),
        write_method("COPY", Kind::object, BodyLimit::none, &admits<Privilege::read>, &methods::copy_object),
        write_method("MOVE", Kind::object, BodyLimit::none, &admits<Privilege::unbind>, &methods::move_object),
    };
    return rows;
}

}  // namespace stafett::caldav::webdav
