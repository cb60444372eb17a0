// What a restore refuses and what it makes anew, and who is told of what the daily job has found.
#include <fstream>

#include "scheduling/delivery/rebuild.h"
#include "scheduling/ical/parse.h"
#include "server/association/import.h"
#include "server/cli/command_line.h"
#include "server/cli/commands/commands.h"
#include "server/cli/findings.h"
#include "storage/sqlite/open.h"
#include "tests/server/cli/test_terminal.h"
#include "tests/support/temporary_folder.h"

namespace stafett::server::cli {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr std::string_view kAssociation = R"(
[association]
name = "Förbundet"
domain = "f.example"
[coordinator]
id = "samordnare"
name = "Samordnaren"
mailbox = "office@f.example"
people = ["p"]
[[municipality]]
id = "tibro"
name = "Tibro kommun"
short_name = "Tibro"
[[person]]
id = "p"
name = "Rektor"
addresses = ["p@tibro.example"]
[[network]]
id = "n"
name = "Nätverket"
address = "n@f.example"
member = [{ person = "p", municipality = "tibro", role = "chair", from = 2026-01-01 }]
seat = [{ municipality = "tibro", host = "p" }]
)";

class Restores : public testing::Test {
  protected:
    Restores() {
        std::ofstream(clock()) << base::format_instant(now_);
        const auto store = open(data());
        association::ImportOptions options;
        options.now = now_;
        options.today = base::parse_date("2026-11-22").value();
        const auto file = association::read_association(kAssociation).value();
        EXPECT_TRUE(association::import(*store, file, options));
        const auto sent = scheduling::ical::parse(kMeeting).value();
        write(*store, [&](storage::Transaction& to) -> storage::Result<void> {
            const scheduling::delivery::Settings settings;
            scheduling::delivery::MeetingBook book(to, {model::PersonId("p"), model::PrincipalId("n"), now_}, settings);
            TRY_ASSIGN(const auto traffar,
                       to.calendars().find(model::PrincipalId("n"), model::CalendarName("traffar")));
            TRY(to.write_upkeep().set_composition(scheduling::delivery::kComposition));
            TRY(book.put(*traffar, model::ObjectName("m.ics"), sent, model::Expect::absent()));
            return {};
        });
    }

    std::filesystem::path data() const { return folder_.path() / "data"; }
    std::filesystem::path restored() const { return folder_.path() / "restored"; }
    std::filesystem::path file() const { return folder_.path() / "backup"; }
    std::filesystem::path clock() const { return folder_.path() / "clock"; }
    static std::unique_ptr<storage::Store> open(const std::filesystem::path& folder) {
        return storage::sqlite::open({.folder = folder, .test_clock = true, .sync_to_disk = false}).value();
    }
    template <class F>
    static void write(storage::Store& store, F body) {
        const auto done = store.write(body);
        ASSERT_TRUE(done) << done.error().detail;
    }
    int run(std::vector<std::string> words) {
        words.insert(words.end(), {"--test-clock", clock().string()});
        terminal_ = {};
        const Serve serve = [](const auto&, auto, auto) { return Exit::ok; };
        return cli::run(words, commands::all(), serve, terminal_);
    }
    int on(const std::filesystem::path& folder, std::vector<std::string> words) {
        words.insert(words.end(), {"--data", folder.string()});
        return run(std::move(words));
    }
    // Another text than is stored, in the collection of `owner`, at the first object there.
    void spoil(const model::PrincipalId& owner, const char* calendar, const std::string& text) {
        write(*open(data()), [&](storage::Transaction& to) -> storage::Result<void> {
            TRY_ASSIGN(const auto in, to.calendars().find(owner, model::CalendarName(calendar)));
            TRY_ASSIGN(const auto all, to.objects().list(in->id, model::Form::writers, {}));
            const auto shared = std::make_shared<const std::string>(text);
            const model::ObjectInfo& info = all.front().info;
            TRY(to.write_objects().put(
                in->id, {.name = info.name, .uid = info.uid, .author = shared, .writers = shared, .readers = shared},
                model::Expect::any(), {{}, {}, now_}));
            return {};
        });
    }

    static constexpr const char* kMeeting =
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//EN\r\nBEGIN:VEVENT\r\nUID:m\r\nDTSTAMP:20261122T090000Z\r\n"
        "DTSTART:20270310T120000Z\r\nDURATION:PT1H\r\nSUMMARY:Träff\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
    tests::TemporaryFolder folder_;
    const base::Instant now_ = base::parse_instant("2026-11-22T09:00:00Z").value();
    TestTerminal terminal_;
};

TEST_F(Restores, make_anew_what_is_derived_and_say_what_differed) {
    spoil(model::PrincipalId("samordnare"), "alla-natverk", kMeeting);
    spoil(model::PrincipalId("n"), "kallelser", kMeeting);
    ASSERT_EQ(on(data(), {"check"}), 4) << terminal_.complained;
    ASSERT_EQ(on(data(), {"backup", file().string()}), 0) << terminal_.complained;
    ASSERT_EQ(on(restored(), {"restore", file().string()}), 0) << terminal_.complained;
    EXPECT_THAT(terminal_.complained, HasSubstr("samordnare/alla-natverk/"));
    EXPECT_THAT(terminal_.complained, HasSubstr("differs from what it is made of: made anew\n"));
    EXPECT_THAT(terminal_.complained, Not(HasSubstr("differs still")));
    EXPECT_EQ(on(restored(), {"check"}), 0) << terminal_.said;
}

TEST_F(Restores, refuse_what_is_damaged_unless_told_otherwise) {
    spoil(model::PrincipalId("n"), "traffar", "no calendar");
    ASSERT_EQ(on(data(), {"backup", file().string()}), 0) << terminal_.complained;
    EXPECT_EQ(on(restored(), {"restore", file().string()}), 4);
    EXPECT_THAT(terminal_.complained, HasSubstr("n/traffar/m.ics: cannot be read"));
    EXPECT_FALSE(std::filesystem::exists(restored() / "stafett.db"));
    EXPECT_EQ(on(restored(), {"restore", file().string(), "--despite-findings"}), 0) << terminal_.complained;
}

TEST_F(Restores, compose_anew_what_another_version_composed) {
    write(*open(data()), [](storage::Transaction& to) { return to.write_upkeep().set_composition(12345); });
    spoil(model::PrincipalId("n"), "kallelser", kMeeting);
    {
        const auto store = open(data());
        ASSERT_TRUE(store->back_up({file(), false, {}}));
    }
    ASSERT_EQ(on(restored(), {"restore", file().string()}), 0) << terminal_.complained;
    EXPECT_THAT(terminal_.complained, HasSubstr("of a version that composed otherwise"));
    EXPECT_THAT(terminal_.complained, Not(HasSubstr("made anew")));
    EXPECT_EQ(on(data(), {"check"}), 0) << "every command brings it up to date\n" << terminal_.said;
}

TEST_F(Restores, leave_word_of_what_the_daily_job_found) {
    ASSERT_EQ(on(data(), {"check", "--latest"}), 0) << terminal_.complained;
    EXPECT_THAT(terminal_.said, HasSubstr("has not looked through the data yet"));
    const scheduling::delivery::Settings settings;
    const auto look = [&](bool go_on) {
        return look_through(*open(data()), [&] { return now_; }, settings, [&] { return go_on; }).value();
    };
    EXPECT_THAT(look(true), IsEmpty());
    ASSERT_EQ(on(data(), {"check", "--latest"}), 0);
    EXPECT_THAT(terminal_.said, HasSubstr("0 found by the daily job, 2026-11-22T09:00:00Z.\n"));
    spoil(model::PrincipalId("n"), "kallelser", kMeeting);
    EXPECT_THAT(look(false), IsEmpty());
    ASSERT_EQ(on(data(), {"check", "--latest"}), 0) << "what was broken off says nothing";
    EXPECT_EQ(look(true).size(), 1U);
    EXPECT_EQ(on(data(), {"check", "--latest"}), 4);
    EXPECT_THAT(terminal_.said, HasSubstr("differs from what it is made of\n1 found by the daily job"));
    ASSERT_EQ(on(data(), {"backup", file().string()}), 0);
    EXPECT_THAT(terminal_.complained, HasSubstr("The daily job found something in the data"));
}

}  // namespace
}  // namespace stafett::server::cli
