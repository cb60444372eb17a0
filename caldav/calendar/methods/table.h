// The methods of RFC 4791 and RFC 5689, a line each.
#pragma once

#include <array>

#include "caldav/calendar/methods/get_calendar.h"
#include "caldav/calendar/methods/mkcalendar.h"
#include "caldav/calendar/methods/post_attachment.h"
#include "caldav/calendar/methods/put_object.h"
#include "caldav/webdav/method.h"

namespace stafett::caldav::calendar::methods {

inline constexpr webdav::Kind kOccupied = webdav::Kind::home | webdav::Kind::calendar |
                                          webdav::Kind::organizer_collection | webdav::Kind::object |
                                          webdav::Kind::unmapped_object;

inline constexpr std::array table{
    webdav::write_method("PUT", webdav::Kind::unmapped_object, webdav::BodyLimit::object,
                         &webdav::admits<webdav::Privilege::bind>, &put_object),
    webdav::write_method("PUT", webdav::Kind::object, webdav::BodyLimit::object,
                         &webdav::admits<webdav::Privilege::write_content>, &put_object),
    webdav::write_method("POST", webdav::Kind::object, webdav::BodyLimit::attachment,
                         &webdav::admits<webdav::Privilege::write_content>, &post_attachment),
    webdav::write_method("MKCALENDAR", webdav::Kind::unmapped_collection, webdav::BodyLimit::xml,
                         &webdav::admits<webdav::Privilege::bind>, &mkcalendar),
    webdav::MethodRow{"MKCALENDAR", kOccupied, http::Pool::writers, webdav::BodyLimit::xml, &admit_nowhere, &mkcalendar,
                      false},
    webdav::write_method("MKCOL", webdav::Kind::unmapped_collection, webdav::BodyLimit::xml,
                         &webdav::admits<webdav::Privilege::bind>, &mkcol),
    webdav::read_method<&get_calendar>("GET", webdav::Kind::calendar),
};

}  // namespace stafett::caldav::calendar::methods
