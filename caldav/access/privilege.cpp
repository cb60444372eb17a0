#include "caldav/access/privilege.h"

namespace stafett::caldav::access {

std::string_view privilege_namespace(Privilege privilege) {
    return privilege == Privilege::read_free_busy ? "urn:ietf:params:xml:ns:caldav" : "DAV:";
}

std::string_view privilege_name(Privilege privilege) {
    switch (privilege) {
        case Privilege::read:
            return "read";
        case Privilege::read_free_busy:
            return "read-free-busy";
        case Privilege::read_current_user_privilege_set:
            return "read-current-user-privilege-set";
        case Privilege::read_acl:
            return "read-acl";
        case Privilege::write:
            return "write";
        case Privilege::write_properties:
            return "write-properties";
        case Privilege::write_content:
            return "write-content";
        case Privilege::bind:
            return "bind";
        case Privilege::unbind:
            return "unbind";
        case Privilege::all:
            return "all";
    }
    return {};
}

}  // namespace stafett::caldav::access
