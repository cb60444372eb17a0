#include <vector>

#include "caldav/webdav/method.h"
#include "caldav/webdav/properties/rows.h"

namespace stafett::caldav::webdav {

std::span<const LiveProperty> property_rows() {
    static const std::vector<LiveProperty> rows = [] {
        std::vector<LiveProperty> all;
        for (const auto part : {properties::of_rfc4918(), properties::of_rfc4331(), properties::of_synchronisation(),
                                properties::of_access_control()})
            all.insert(all.end(), part.begin(), part.end());
        return all;
    }();
    return rows;
}

}  // namespace stafett::caldav::webdav
