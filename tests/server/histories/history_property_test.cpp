// Random histories of two networks with everything that is ordinary: imports, addresses, names, seats, meetings,
// series, files, moves in every client's way, cancellations, deletions, revivals, months that pass. After each step
// there is nothing for `stafett check` to find, and now and then a backup is restored and served. Seeds are fixed;
// STAFETT_LONG_PROPERTIES in the environment makes the runs longer.
#include <cstdlib>
#include <fstream>
#include <random>

#include <fmt/format.h>

#include "scheduling/delivery/check.h"
#include "scheduling/delivery/forget_bodies.h"
#include "scheduling/delivery/rebuild.h"
#include "scheduling/delivery/time_index.h"
#include "scheduling/ical/home_zone.h"
#include "server/association/import.h"
#include "server/cli/command_line.h"
#include "server/cli/commands/commands.h"
#include "storage/sqlite/open.h"
#include "tests/server/cli/test_terminal.h"
#include "tests/server/histories/events.h"
#include "tests/support/dav_client.h"

namespace stafett::server::histories {
namespace {

using namespace std::chrono_literals;
using tests::DavAnswer;
using tests::DavClient;

class Histories : public testing::TestWithParam<unsigned> {
  protected:
    Histories() {
        random_.seed(GetParam());
        EXPECT_TRUE(scheduling::delivery::rebuild_after_upgrade(server_.store(), server_.clock().now(), settings_));
        import();
    }

    int between(int low, int high) { return std::uniform_int_distribution<int>(low, high)(random_); }
    Between chance() {
        return [this](int low, int high) { return between(low, high); };
    }
    template <class Range>
    std::string any_of(const Range& range) {
        return std::string(std::begin(range)[between(0, static_cast<int>(std::size(range)) - 1)]);
    }
    std::string uid() { return "u" + std::to_string(between(0, 7)); }
    std::string writer() { return between(0, 2) == 0 ? "sara" : "anna"; }
    static std::string home(const std::string& who) { return "/dav/calendars/" + who + "/"; }
    std::string network_of(const std::string& who) {
        return home(who) + "natverk-" + any_of(Association::networks) + "/";
    }
    std::string own_of(const std::string& who) { return home(who) + (between(0, 2) == 0 ? "annan/" : "calendar/"); }
    std::string anywhere(const std::string& who) { return between(0, 1) == 0 ? network_of(who) : own_of(who); }
    base::Date today() { return scheduling::ical::day_in(*zone_, server_.clock().now()); }

    // Nothing that is ordinary is a fault of the server.
    const DavAnswer& fine(const DavAnswer& answer) {
        EXPECT_TRUE(answer.status() < 500 || answer.status() == 507) << answer.status() << '\n' << answer.body();
        return answer;
    }
    std::string text_at(const std::string& who, const std::string& href) {
        const auto answer = fine(server_.as(who).get(href));
        return answer.status() == 200 ? answer.body() : std::string();
    }
    static std::string managed_id(const std::string& text) {
        std::string unfolded = text;
        for (std::size_t at = unfolded.find("\r\n "); at != std::string::npos; at = unfolded.find("\r\n "))
            unfolded.erase(at, 3);
        const std::size_t at = unfolded.find("MANAGED-ID=");
        return at == std::string::npos ? std::string() : unfolded.substr(at + 11, 36);
    }

    void import() {
        const auto file = association::read_association(association_.toml());
        ASSERT_TRUE(file) << file.error().front().problem << '\n' << association_.toml();
        association::ImportOptions options;
        options.theirs = true;
        options.now = server_.clock().now();
        options.today = today();
        options.settings = settings_;
        const auto done = association::import(server_.store(), *file, options);
        ASSERT_TRUE(done) << done.error().errors.front().problem;
    }

    void make() {
        const std::string who = writer(), name = uid();
        const std::string text = random_event(chance(), name, server_.clock().now());
        fine(server_.as(who).put(anywhere(who) + name + ".ics", text));
        last_[name] = text;
    }
    // What was deleted comes back (undo).
    void revive() {
        const std::string who = writer(), name = uid();
        if (last_.contains(name)) fine(server_.as(who).put(network_of(who) + name + ".ics", last_[name]));
    }
    void edit() {
        const std::string who = writer(), href = anywhere(who) + uid() + ".ics";
        const std::string text = text_at(between(0, 4) == 0 ? "bo" : who, href);
        if (!text.empty()) fine(server_.as(who).put(href, edited(chance(), text)));
    }
    void remove() {
        const std::string who = writer(), href = anywhere(who) + uid() + ".ics";
        if (const std::string text = text_at(who, href); !text.empty()) last_[href.substr(href.size() - 6, 2)] = text;
        fine(server_.as(who).remove(href));
    }
    void attach() {
        const std::string who = writer(), href = anywhere(who) + uid() + ".ics";
        const std::string text = text_at(who, href), id = managed_id(text);
        std::string query = "attachment-add";
        if (!id.empty() && between(0, 1) == 0)
            query = (between(0, 1) == 0 ? "attachment-remove&managed-id=" : "attachment-update&managed-id=") + id;
        fine(server_.as(who).request(
            "POST", href + "?action=" + query, std::string(static_cast<std::size_t>(between(1, 2000)), 'x'),
            {{"Content-Type", "application/pdf"}, {"Content-Disposition", "attachment; filename=\"agenda.pdf\""}}));
    }
    // Of one meeting: by PUT and DELETE as Thunderbird moves, the other way round, by MOVE, or by COPY with or without
    // DELETE; also onto another name and onto what is there.
    void move() {
        const std::string who = writer(), from = anywhere(who) + uid() + ".ics",
                          to = anywhere(who) + (between(0, 2) == 0 ? uid() : from.substr(from.size() - 6, 2)) + ".ics";
        const DavClient client = server_.as(who);
        const std::string text = text_at(who, from);
        switch (between(0, 4)) {
            case 0:
                fine(client.move(from, to, {{"Overwrite", between(0, 3) == 0 ? "F" : "T"}}));
                return;
            case 1:
                fine(client.copy(from, to));
                return;
            case 2:
                if (fine(client.copy(from, to)).status() < 300 && from != to) fine(client.remove(from));
                return;
            case 3:
                if (text.empty() || from == to) return;
                fine(client.remove(from));
                fine(client.put(to, text));
                return;
            default:
                if (text.empty() || from == to) return;
                if (fine(client.put(to, text)).status() < 300) fine(client.remove(from));
                return;
        }
    }
    // The office answers or hides its copy.
    void do_with_copy() {
        const DavClient sam = server_.as("sam");
        const std::string copies = home("sam") + "alla-natverk/";
        const auto all = fine(sam.propfind(copies, "1", tests::props({"D:getetag"}))).hrefs();
        if (all.size() < 2) return;
        const std::string href = all[static_cast<std::size_t>(between(1, static_cast<int>(all.size()) - 1))];
        if (between(0, 5) == 0) {
            fine(sam.remove(href));
            return;
        }
        std::string text = text_at("sam", href);
        const std::size_t at = text.find("PARTSTAT=NEEDS-ACTION");
        if (at != std::string::npos)
            text.replace(at, 21, between(0, 1) == 0 ? "PARTSTAT=ACCEPTED" : "PARTSTAT=DECLINED");
        fine(sam.put(href, text));
    }
    void change_calendars() {
        const DavClient anna = server_.as("anna");
        const std::string other = home("anna") + "annan/";
        switch (between(0, 3)) {
            case 0:
                fine(anna.remove(other));
                return;
            case 1:
                fine(anna.mkcalendar(other));
                return;
            default:
                fine(anna.proppatch(anywhere("anna"), tests::set_props({{"D:displayname", uid()}, {"X:egen", uid()}})));
        }
    }

    template <class F>
    void job(F work) {
        const auto done = server_.store().write([&](storage::Transaction& transaction) -> storage::Result<void> {
            scheduling::delivery::MeetingBook book(transaction, {{}, {}, server_.clock().now()}, settings_);
            return work(book);
        });
        ASSERT_TRUE(done) << done.error().detail;
    }
    void pass_time() {
        const base::Date before = today();
        const int dice = between(0, 5);
        server_.clock().advance(dice < 2   ? std::chrono::seconds(between(30, 400))
                                : dice < 4 ? std::chrono::seconds(std::chrono::hours(between(1, 60)))
                                           : std::chrono::seconds(std::chrono::days(between(3, dice == 4 ? 20 : 70))));
        job([](auto& book) { return book.settle(); });
        // Now and then the server did not run.
        if (today() == before || between(0, 4) == 0) return;
        job([&](auto& book) { return book.daily(today()); });
        ASSERT_TRUE(scheduling::delivery::move_time_index(server_.store(), server_.clock().now()));
        ASSERT_TRUE(scheduling::delivery::forget_bodies(server_.store(), server_.clock().now()));
    }

    // What was done, for whoever reads a failure.
    std::string step() {
        switch (between(0, 15)) {
            case 0:
            case 1:
            case 2:
                make();
                return "make";
            case 3:
                revive();
                return "revive";
            case 4:
            case 5:
                edit();
                return "edit";
            case 6:
                remove();
                return "remove";
            case 7:
                attach();
                return "attach";
            case 8:
            case 9:
                move();
                return "move";
            case 10:
                do_with_copy();
                return "copy of the office";
            case 11:
                change_calendars();
                return "calendars";
            case 12: {
                const std::string what = association_.change(chance(), base::format_date(today()));
                import();
                return "import: " + what;
            }
            default:
                pass_time();
                return "time passes";
        }
    }

    void expect_well(storage::Store& store) {
        const base::Instant now = server_.clock().now();
        const auto snapshot = store.snapshot().value();
        ASSERT_THAT(scheduling::delivery::check(*snapshot, now, settings_).value(), testing::IsEmpty());
        ASSERT_THAT(scheduling::delivery::check_time_index(*snapshot, now).value(), testing::IsEmpty());
        ASSERT_THAT(store.check_integrity().value(), testing::IsEmpty());
    }

    // Every calendar as its readers list it.
    std::vector<std::string> listings(const std::function<DavClient(const std::string&)>& as) {
        std::vector<std::string> all;
        for (const std::string who : {"anna", "sara", "bo", "sam"})
            for (const char* name :
                 {"calendar/", "annan/", "natverk-elevhalsan/", "natverk-sarskolan/", "alla-natverk/"})
                all.push_back(
                    as(who).propfind(home(who) + name, "1", tests::props({"D:getetag", "D:displayname"})).body());
        return all;
    }
    void restore_and_serve(int step) {
        const auto file = folder_.path() / fmt::format("{}.stafett", step),
                   data = folder_.path() / std::to_string(step), clock = folder_.path() / "clock";
        ASSERT_TRUE(server_.store().back_up({file, false, {}}));
        std::ofstream(clock) << base::format_instant(server_.clock().now());
        cli::TestTerminal terminal;
        const std::vector<std::string> words{"restore",     file.string(),  "--data",
                                             data.string(), "--test-clock", clock.string()};
        const cli::Serve serve = [](const auto&, auto, auto) { return control::Exit::ok; };
        ASSERT_EQ(cli::run(words, cli::commands::all(), serve, terminal), 0) << terminal.complained;
        ASSERT_THAT(terminal.complained, testing::Not(testing::HasSubstr("anew")));
        const auto restored =
            storage::sqlite::open({.folder = data, .test_clock = true, .sync_to_disk = false}).value();
        expect_well(*restored);
        const auto dav = server_.dav_on(*restored);
        EXPECT_EQ(listings([&](const std::string& who) { return DavClient(*dav, who); }),
                  listings([&](const std::string& who) { return server_.as(who); }));
        DavClient(*dav, "anna")
            .put(home("anna") + "natverk-elevhalsan/ny.ics", random_event(chance(), "ny", server_.clock().now()))
            .expect_status(201);
        expect_well(*restored);
    }

    tests::TemporaryFolder folder_;
    tests::DavServer server_;
    const scheduling::ical::ZonePtr zone_ = scheduling::ical::home_zone("Europe/Stockholm");
    const scheduling::delivery::Settings settings_;
    Association association_;
    std::map<std::string, std::string> last_;  // by UID: what was there
    std::mt19937 random_;
};

TEST_P(Histories, leave_nothing_for_check_to_find_and_every_backup_can_be_restored) {
    const int steps = std::getenv("STAFETT_LONG_PROPERTIES") != nullptr ? 1500 : 120;
    for (int i = 0; i < steps; ++i) {
        const std::string what = step();
        expect_well(server_.store());
        ASSERT_FALSE(HasFatalFailure() || HasNonfatalFailure()) << "step " << i << ": " << what;
        if (i % 40 == 39) restore_and_serve(i);
        ASSERT_FALSE(HasFatalFailure() || HasNonfatalFailure()) << "step " << i << ", restored";
    }
}

INSTANTIATE_TEST_SUITE_P(By, Histories, testing::Values(1U, 2U, 3U));

}  // namespace
}  // namespace stafett::server::histories
