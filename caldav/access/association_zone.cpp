#include "caldav/access/guarded.h"
#include "storage/store.h"

namespace stafett::caldav::access {

Result<std::string> GuardedSnapshot::zone() {
    TRY_ASSIGN(const std::optional<model::Association> association, snapshot_.association().association());
    return association && !association->zone.empty() ? association->zone : std::string("UTC");
}

}  // namespace stafett::caldav::access
