#include "server/app.h"

#include <fmt/format.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <ranges>
#include <thread>

#include "caldav/routing/attachments.h"
#include "caldav/routing/dav.h"
#include "scheduling/delivery/forget_bodies.h"
#include "scheduling/delivery/rebuild.h"
#include "scheduling/delivery/time_index.h"
#include "scheduling/ical/zone.h"
#include "server/accounts/association_day.h"
#include "server/accounts/authenticator.h"
#include "server/cli/findings.h"
#include "server/cli/open_data.h"
#include "server/control/control_server.h"
#include "server/feeds/feeds.h"
#include "server/jobs/background_job.h"
#include "server/jobs/free_memory.h"
#include "server/jobs/timekeeper.h"
#include "server/log/log.h"
#include "server/transport/development_certificate.h"
#include "server/transport/server.h"
#include "server/web/feed_requests.h"
#include "server/web/front_door.h"

namespace stafett::server {

using control::Exit;

namespace {

Exit refuse(Exit exit, std::string_view sentence) {
    fmt::print(stderr, "stafett serve: {}\n", sentence);
    return exit;
}

constexpr std::chrono::seconds certificate_glance(60);
constexpr std::size_t least_given_back = 32uz << 20;  // octets of free memory, once a minute

// SIGTERM, SIGINT and SIGHUP reach wait() alone: made before any other thread, which then inherits the mask.
class Signals {
  public:
    Signals() {
        ::sigemptyset(&set_);
        for (int number : {SIGTERM, SIGINT, SIGHUP}) ::sigaddset(&set_, number);
        ::pthread_sigmask(SIG_BLOCK, &set_, nullptr);
        ::signal(SIGXFSZ, SIG_IGN);  // NOLINT: so is a file that may not grow
        ::signal(SIGPIPE, SIG_IGN);  // NOLINT: a closed connection is an error value where it is met
    }
    // 0 when none has come within `patience`.
    int wait(std::chrono::seconds patience) const {
        const timespec time{.tv_sec = patience.count(), .tv_nsec = 0};
        const int number = ::sigtimedwait(&set_, nullptr, &time);
        return number < 0 ? 0 : number;
    }

  private:
    sigset_t set_{};
};

// The configured certificate, or a development one made in the data folder; `ca` is empty for the former.
base::Result<std::string, std::string> choose_certificate(const config::Config& config, transport::Settings& settings) {
    settings.certificate_file = config.certificate;
    settings.key_file = config.key;
    if (!config.certificate.empty()) return std::string();
    const base::SystemClock real_time;
    TRY_ASSIGN(auto files, transport::development_certificate(config.data / "certificate", real_time.now()));
    settings.certificate_file = files.certificate;
    settings.key_file = files.key;
    return files.ca;
}

base::Result<transport::Settings, std::string> transport_settings(const config::Config& config) {
    transport::Settings settings = config.transport;
    settings.plain = config.plain_port.has_value();
    settings.plain_port = config.plain_port.value_or(0);
    // Whoever waits for a password's check holds a reader: the others must still be enough for everybody else.
    if (settings.reader_workers == 0)
        settings.reader_workers = 2 * std::max(std::thread::hardware_concurrency(), 1U) +
                                  accounts::CheckOrder::places(config.accounts.at_once, config.accounts.waiting);
    const auto spool = config.data / "spool";
    std::error_code wrong;
    std::filesystem::create_directory(spool, wrong);
    if (!wrong) std::filesystem::permissions(spool, std::filesystem::perms::owner_all, wrong);
    if (wrong) return std::unexpected(fmt::format("{} cannot be made: {}.", spool.string(), wrong.message()));
    settings.spool_folder = spool;
    return settings;
}

void print_where_to_go(const config::Config& config, const transport::Ports& ports, const std::string& ca) {
    fmt::print("Stafett serves {}\n", std::filesystem::absolute(config.data).lexically_normal().string());
    if (!config.public_url.empty()) fmt::print("  {}/\n", config.public_url);
    fmt::print("  https://localhost:{}/\n", ports.tls);
    if (ports.plain != 0) fmt::print("  http://localhost:{}/  (this machine only)\n", ports.plain);
    if (!ca.empty()) fmt::print("  development certificate: let clients trust {}\n", ca);
    std::fflush(stdout);
}

// Everything that lives as long as the server does, in the order in which it is made.
class Running {
  public:
    Running(const config::Config& config, storage::Store& store, const base::Clock& clock, log::Log& log,
            std::chrono::milliseconds glance, std::span<const control::Operation> operations,
            transport::Settings settings)
        : config_(config),
          store_(store),
          clock_(clock),
          log_(log),
          day_(store, clock),
          ready_(caldav::access::ReadyAnswers::of(store, config.cache)),
          authenticator_(store, config.accounts, [this] { return day_.today(); }),
          dav_(store, authenticator_, clock, dav_settings()),
          attachments_(store, authenticator_, clock, access_settings()),
          feeds_(store, clock, *ready_, parsed_),
          feed_requests_(feeds_),
          door_({{&caldav::routing::is_dav, &dav_},
                 {&caldav::routing::is_attachment, &attachments_},
                 {[](const auto& head) { return feeds::Feeds::owns(head.path()); }, &feed_requests_}},
                config.public_url),
          check_([this](const std::function<bool()>& go_on) { look_through(go_on); }),
          timekeeper_(clock, glance, jobs()),
          control_(
              config.data, operations, [this](auto progress) { return context(std::move(progress)); }, log),
          transport_(std::move(settings), door_, log) {}

    base::Result<transport::Ports, std::string> start() {
        config_.meetings.origin = config_.public_url.empty()
                                      ? fmt::format("https://localhost:{}", config_.transport.port)
                                      : config_.public_url;
        const auto upgraded = scheduling::delivery::rebuild_after_upgrade(store_, clock_.now(), config_.meetings);
        if (!upgraded)
            log_.error(fmt::format("what another version composed cannot be made anew: {}", upgraded.error().detail));
        else if (*upgraded)
            log_.info("everything is composed anew, as this version does it");
        timekeeper_.start();
        store_.on_commit([this](const storage::CommitNotice&) { timekeeper_.look_again(); });
        TRY_ASSIGN(const auto ports, transport_.start());
        config_.transport.port = ports.tls;  // what commands print links with
        TRY(control_.start());
        return ports;
    }

    // False when something still runs after nearly ten seconds.
    bool stop() {
        constexpr std::chrono::seconds for_requests(7), for_commands(2);
        const bool requests_done = transport_.stop(for_requests);
        timekeeper_.stop();
        check_.stop();
        return control_.stop(for_commands) && requests_done;
    }

    void reload_certificate() {
        const auto read = transport_.reload_certificate();
        tell_of_certificate(read ? base::Result<bool, std::string>(true) : std::unexpected(read.error()));
    }

    // For those who renew the files and send no signal.
    void look_at_certificate() { tell_of_certificate(transport_.reload_replaced_certificate()); }

  private:
    caldav::access::Settings access_settings() const {
        auto attachments = config_.attachments;
        attachments.origin = config_.public_url;
        return {.max_resource_size = config_.largest_object,
                .delivery = std::make_shared<const scheduling::delivery::Settings>(config_.meetings),
                .attachments = std::move(attachments),
                .home = config_.quota,
                .parsed = parsed_};
    }

    caldav::routing::Settings dav_settings() {
        return {.access = access_settings(),
                .on_failure = [this](std::string_view id, const auto& failure) { tell(id, failure); },
                .ready = ready_};
    }

    jobs::Jobs jobs() {
        return {.next_settling = [this] { return next_settling(); },
                .settle = [this] { static_cast<void>(write("settling", [](auto& book) { return book.settle(); })); },
                .today = [this] { return day_.today(); },
                .daily = [this](base::Date today) { return daily(today); }};
    }

    bool daily(base::Date today) {
        const bool done = write("the daily job", [&](auto& book) { return book.daily(today); });
        const auto moved = scheduling::delivery::move_time_index(store_, clock_.now());
        if (!moved) log_.error(fmt::format("the time index cannot be moved on: {}", moved.error().detail));
        const auto forgotten = scheduling::delivery::forget_bodies(store_, clock_.now());
        if (!forgotten) log_.error(fmt::format("old texts cannot be forgotten: {}", forgotten.error().detail));
        const auto bounded = scheduling::delivery::bound_histories(store_, config_.quota.history(), clock_.now());
        if (!bounded) log_.error(fmt::format("histories cannot be bounded: {}", bounded.error().detail));
        if (!looked_through_on(today)) check_.begin();
        return done && moved && forgotten && bounded;
    }

    // The server may be started often.
    bool looked_through_on(base::Date today) {
        const auto snapshot = store_.snapshot();
        const auto looked = snapshot ? (*snapshot)->upkeep().looked_through() : std::unexpected(snapshot.error());
        return looked && *looked && day_.day_of((*looked)->at) == today;
    }

    // Everything that `stafett check` would find, told to whoever reads the log; 'backup' and 'check --latest' tell of
    // it too.
    void look_through(const std::function<bool()>& go_on) {
        constexpr std::size_t lines_logged = 20;
        const auto found = cli::look_through(store_, [this] { return clock_.now(); }, config_.meetings, go_on);
        if (!found) return log_.error(fmt::format("the data cannot be looked through: {}", found.error().detail));
        if (found->empty()) return;
        for (const std::string& line : std::views::take(*found, lines_logged))
            log_.warning(fmt::format("check: {}", line));
        log_.warning(fmt::format("check: {} found in the data; see 'stafett check'", found->size()));
    }

    void tell_of_certificate(const base::Result<bool, std::string>& read) {
        if (!read)
            log_.error(fmt::format("{} The certificate in use stays in use.", read.error()));
        else if (*read)
            log_.info("the certificate is read again");
    }

    std::optional<base::Instant> next_settling() {
        auto snapshot = store_.snapshot();
        auto next = snapshot ? (*snapshot)->meetings().next_settling() : std::unexpected(snapshot.error());
        if (!next) log_.error(fmt::format("the next settling cannot be read: {}", next.error().detail));
        return next.value_or(std::nullopt);
    }

    // The server's own jobs act for nobody. Answers whether it was done.
    template <class F>
    bool write(std::string_view what, F work) {
        const auto done = store_.write([&](storage::Transaction& transaction) {
            scheduling::delivery::MeetingBook book(transaction, {{}, {}, clock_.now()}, config_.meetings);
            return work(book);
        });
        if (!done) log_.error(fmt::format("{} failed: {}", what, done.error().detail));
        return done.has_value();
    }

    void tell(std::string_view id, const caldav::Failure& failure) {
        if (failure.log_detail.empty()) return;
        log_.write(failure.status >= 500 ? log::Level::error : log::Level::debug,
                   fmt::format("id={} {}: {}", id, failure.status, failure.log_detail));
    }

    control::Context context(std::function<void(std::string_view)> progress) {
        const base::Instant now = clock_.now();
        return {store_, now, day_.day_of(now), config_, std::move(progress)};
    }

    config::Config config_;
    storage::Store& store_;
    const base::Clock& clock_;
    log::Log& log_;
    accounts::AssociationDay day_;
    std::shared_ptr<caldav::access::ReadyAnswers> ready_;
    // For queries and feeds alike: what a meeting says is parsed once.
    std::shared_ptr<scheduling::ical::ObjectCache> parsed_ = caldav::access::Settings().parsed;
    accounts::Authenticator authenticator_;
    caldav::routing::Dav dav_;
    caldav::routing::Attachments attachments_;
    feeds::Feeds feeds_;
    web::FeedRequests feed_requests_;
    web::FrontDoor door_;
    jobs::BackgroundJob check_;
    jobs::Timekeeper timekeeper_;
    control::ControlServer control_;
    transport::Server transport_;
};

}  // namespace

control::Exit serve(const config::Config& config, const std::shared_ptr<const base::Clock>& test_clock,
                    std::span<const control::Operation> operations) {
    const Signals signals;
    jobs::limit_arenas();
    if (!scheduling::ical::initialise())
        return refuse(Exit::failed, "there are no time zones on this machine; install the package tzdata.");
    auto log = log::open_log(config.log);
    if (!log) return refuse(Exit::usage, log.error());
    auto store = cli::open_data(config, true, test_clock != nullptr);
    if (!store) return refuse(Exit::data, store.error().text);
    auto settings = transport_settings(config);
    if (!settings) return refuse(Exit::data, settings.error());
    const auto ca = choose_certificate(config, *settings);
    if (!ca) return refuse(Exit::data, ca.error());

    const base::SystemClock system_clock;
    const base::Clock& clock = test_clock ? *test_clock : static_cast<const base::Clock&>(system_clock);
    const std::chrono::milliseconds glance = test_clock ? std::chrono::milliseconds(200) : std::chrono::seconds(30);
    Running running(config, **store, clock, **log, glance, operations, *std::move(settings));
    const auto ports = running.start();
    if (!ports) return refuse(Exit::failed, ports.error());
    print_where_to_go(config, *ports, *ca);
    for (int signal = 0; signal == 0 || signal == SIGHUP; signal = signals.wait(certificate_glance)) {
        if (signal == SIGHUP) running.reload_certificate();
        if (signal == 0) running.look_at_certificate();
        if (signal == 0) jobs::give_back_free_memory(least_given_back);
    }

    (*log)->info("stopping");
    if (!running.stop()) {
        // What was acknowledged is on the disk; a request that hangs must not keep the machine from going down.
        (*log)->warning("stopped before everything had finished");
        std::_Exit(static_cast<int>(Exit::ok));
    }
    return Exit::ok;
}

}  // namespace stafett::server
