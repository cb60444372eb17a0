#include "caldav/access/authentication.h"

namespace stafett::caldav::access {

Failure unauthenticated(std::string log_detail) {
    return Failure(401, std::move(log_detail))
        .with_field("WWW-Authenticate", R"(Basic realm="Stafett", charset="UTF-8")");
}

}  // namespace stafett::caldav::access
