// The running server: the only place that names concrete classes and wires them.
#pragma once

#include <memory>
#include <span>

#include "server/config/config.h"
#include "server/control/operation.h"
#include "storage/base/clock.h"

namespace stafett::server {

// Opens the data folder and serves until SIGTERM or SIGINT; then finishes what is in flight and answers ok within ten
// seconds. SIGHUP reads the certificate again. `test_clock` is null unless time comes from a test's clock. Prints where
// to go on standard output; what is wrong at the start goes to standard error and is the exit.
control::Exit serve(const config::Config& config, const std::shared_ptr<const base::Clock>& test_clock,
                    std::span<const control::Operation> operations);

}  // namespace stafett::server
