#include "storage/model/ids.h"

namespace stafett::model {

bool valid_id(std::string_view text) {
    return !text.empty() && text.size() <= 64 &&
           text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string_view::npos;
}

}  // namespace stafett::model
