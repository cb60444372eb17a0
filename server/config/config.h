// Everything that can be set, with its default. The defaults stand with those who use them; docs/configuration.md is
// printed from the rows of keys.h.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "caldav/access/attachments.h"
#include "caldav/access/home_limits.h"
#include "scheduling/delivery/meeting_book.h"
#include "server/accounts/authenticator.h"
#include "server/log/log.h"
#include "server/transport/server.h"
#include "storage/base/result.h"

namespace stafett::server::config {

struct Config {
    std::filesystem::path data = "data";
    std::string public_url;                    // origin clients reach us at, without a slash at its end; may be empty
    std::optional<std::uint16_t> plain_port;   // none: TLS only
    std::string certificate;                   // PEM; empty: a development certificate in the data folder
    std::string key;                           // PEM
    std::uint64_t largest_object = 10U << 20;  // octets of one calendar object
    std::size_t cache = 64uz << 20;            // octets of answers that lie ready
    transport::Settings transport;             // its plain, plain_port, files and folder are filled in by `serve`
    log::Settings log;
    accounts::Settings accounts;
    scheduling::delivery::Settings meetings;
    caldav::access::AttachmentLimits attachments;  // its origin is public_url
    caldav::access::HomeLimits quota;
};

// One thing that is wrong, with the line it stands on (1 is the first; 0: the file as a whole). One or two sentences in
// English that name the key and say what to write.
struct Problem {
    std::size_t line = 0;
    std::string text;
};

// The configuration as written, UTF-8, or everything that is wrong with it. Paths in it are relative to `folder`.
base::Result<Config, std::vector<Problem>> read_config(std::string_view toml, const std::filesystem::path& folder);

// The same from a file; its own folder is what paths are relative to.
base::Result<Config, std::vector<Problem>> read_config_file(const std::filesystem::path& file);

// "stafett.toml:3: There is no key …", a whole line.
std::string located(std::string_view file, const Problem& problem);

// What the settings must be together, whichever way they were given; empty is well.
std::vector<Problem> check(const Config& config);

}  // namespace stafett::server::config
