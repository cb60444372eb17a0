// The data folder, opened for a command or the server, with a sentence for everything that can be wrong with it.
#pragma once

#include <memory>
#include <string>

#include "server/config/config.h"
#include "storage/base/result.h"
#include "storage/store.h"

namespace stafett::server::cli {

struct DataProblem {
    bool in_use = false;      // by a server or another command
    std::string text = {};    // one or two sentences in English
    std::string damage = {};  // where what lies there is damaged: what was found first
};

// `test_clock`: whether time comes from a test's clock. Data made with one is of no use without, and the other way.
base::Result<std::unique_ptr<storage::Store>, DataProblem> open_data(const config::Config& config, bool may_create,
                                                                     bool test_clock);

}  // namespace stafett::server::cli
