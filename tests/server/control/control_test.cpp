#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <condition_variable>
#include <cstring>
#include <fstream>
#include <mutex>

#include "server/control/control_client.h"
#include "server/control/control_server.h"
#include "server/control/wire.h"
#include "tests/support/descriptor_limit.h"
#include "tests/support/stores.h"

namespace stafett::server::control {
namespace {

// Keeps when each warning came.
class WarningLog final : public log::Log {
  public:
    using Time = std::chrono::steady_clock::time_point;

    void write(log::Level level, std::string_view) override {
        const std::lock_guard lock(mutex_);
        if (level == log::Level::warning) warnings_.push_back(std::chrono::steady_clock::now());
        changed_.notify_all();
    }
    // As soon as there are so many; fewer when they do not come.
    std::vector<Time> wait_for_warnings(std::size_t number) {
        std::unique_lock lock(mutex_);
        changed_.wait_for(lock, std::chrono::seconds(10), [&] { return warnings_.size() >= number; });
        return warnings_;
    }

  private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<Time> warnings_;
};

Reply greet(Context& context, const Arguments& arguments) {
    context.progress("greeting");
    return {Exit::ok, "Hej " + arguments.text("name") + "\n", {}};
}
Reply refuse(Context&, const Arguments&) { return failed("No.", Exit::found); }
Reply break_down(Context&, const Arguments&) { throw std::runtime_error("bug"); }
Reply epoch(Context& context, const Arguments&) {
    auto snapshot = context.store.snapshot();
    return {Exit::ok, (*snapshot)->epoch().text(), {}};
}

constexpr Operation operations[] = {{"greet", &greet}, {"refuse", &refuse}, {"break", &break_down}, {"epoch", &epoch}};

class Control : public testing::Test {
  protected:
    Control() : server_(folder(), operations, [this](auto progress) { return context(std::move(progress)); }, log_) {
        const auto started = server_.start();
        if (!started) throw std::runtime_error(started.error());
    }

    std::filesystem::path folder() { return store_.folder.path(); }
    Context context(std::function<void(std::string_view)> progress) {
        return {*store_, base::Instant{}, base::Date{}, config_, std::move(progress)};
    }
    std::optional<Reply> ask(std::string_view operation, const Arguments& arguments = {}) {
        return ask_server(folder(), operation, arguments, [&](std::string_view text) { progress_ += text; });
    }

    tests::TestStore store_ = tests::open_test_store();
    config::Config config_;
    WarningLog log_;
    std::string progress_;
    ControlServer server_;
};

TEST_F(Control, runs_an_operation_in_the_server_and_hands_on_its_progress) {
    Arguments arguments;
    arguments.add("name", "Åsa\n\"x\"");
    EXPECT_EQ(ask("greet", arguments), (Reply{Exit::ok, "Hej Åsa\n\"x\"\n", {}}));
    EXPECT_EQ(progress_, "greeting");
    EXPECT_EQ(ask("refuse"), (Reply{Exit::found, {}, "No.\n"}));
}

TEST_F(Control, works_on_the_servers_open_store) {
    EXPECT_EQ(ask("epoch")->out, (*store_->snapshot())->epoch().text());
}

TEST_F(Control, answers_what_it_does_not_know_and_what_breaks) {
    EXPECT_EQ(ask("unknown")->exit, Exit::failed);
    EXPECT_EQ(ask("break")->exit, Exit::failed);
    EXPECT_EQ(ask("greet")->exit, Exit::ok);
    Arguments latin1;
    latin1.add("name", "\xe5");
    EXPECT_THAT(ask("greet", latin1)->error, testing::HasSubstr("UTF-8"));
}

TEST_F(Control, is_reached_by_its_owner_alone) {
    struct stat found{};
    ASSERT_EQ(::stat((folder() / "control.sock").c_str(), &found), 0);
    EXPECT_EQ(found.st_mode & 0777U, 0600U);
}

TEST_F(Control, is_gone_when_the_server_stops) {
    EXPECT_TRUE(server_.stop(std::chrono::seconds(5)));
    EXPECT_FALSE(ask("greet"));
    EXPECT_FALSE(std::filesystem::exists(folder() / "control.sock"));
}

TEST_F(Control, closes_a_connection_that_asks_nothing_or_nonsense) {
    auto silent = connect_in(folder());
    ASSERT_TRUE(silent);
    silent->close();
    auto nonsense = connect_in(folder());
    ASSERT_TRUE(nonsense && send_line(*nonsense, "nonsense"));
    LineReader reader(*nonsense, 1000);
    EXPECT_TRUE(reader.next());
    EXPECT_FALSE(reader.next());
    EXPECT_EQ(ask("greet")->exit, Exit::ok);
}

TEST_F(Control, pauses_while_no_descriptor_is_left_and_goes_on_when_there_is) {
    const Descriptor connection(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const auto path = (folder() / "control.sock").string();
    ASSERT_LT(path.size(), sizeof address.sun_path);
    std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
    // The sanitizer opens a pipe to look at an object whose virtual functions it has not seen called before: so all
    // that is called below is called once while there are descriptors.
    EXPECT_EQ(ask("greet")->exit, Exit::ok);
    static_cast<log::Log&>(log_).warning("the first");
    ASSERT_EQ(log_.wait_for_warnings(1).size(), 1U);
    tests::DescriptorLimit limit(0);
    ASSERT_EQ(::connect(connection.number(), reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
    const auto warnings = log_.wait_for_warnings(4);
    ASSERT_GE(warnings.size(), 4U);
    EXPECT_GE(warnings[3] - warnings[1], std::chrono::milliseconds(200));
    limit.lift();
    ASSERT_TRUE(send_line(connection, "nonsense"));
    LineReader reader(connection, 1000);
    EXPECT_TRUE(reader.next());
}

TEST(ControlSocket, takes_the_place_of_one_left_behind_and_lies_in_deep_folders) {
    const tests::TemporaryFolder folder;
    const auto deep = folder.path() / std::string(100, 'a') / std::string(100, 'b');
    std::filesystem::create_directories(deep);
    std::ofstream(deep / "control.sock") << "left";
    EXPECT_FALSE(connect_in(deep));
    const auto listener = listen_in(deep);
    ASSERT_TRUE(listener) << listener.error();
    EXPECT_TRUE(connect_in(deep));
    EXPECT_FALSE(listen_in(folder.path() / "missing"));
}

TEST(ControlWire, carries_requests_and_answers_unchanged) {
    Request request{"user add", {}};
    request.arguments.set_flag("admin");
    request.arguments.add("address", "a@b.example");
    request.arguments.add("address", "\"\n\\å");
    const auto read = decode_request(encode(request));
    ASSERT_TRUE(read);
    EXPECT_EQ(read->operation, "user add");
    EXPECT_EQ(read->arguments, request.arguments);
    EXPECT_EQ(encode(request).find('\n'), std::string::npos);
    const Reply reply{Exit::data, "a\nb", "c"};
    EXPECT_EQ(std::get<Reply>(*decode_answer(encode(reply))), reply);
    EXPECT_EQ(std::get<Progress>(*decode_answer(encode(Progress{"50 %"}))).text, "50 %");
}

TEST(ControlWire, reads_nothing_else) {
    for (const char* line :
         {"", "{", "[]", "{}", R"({"operation":1,"arguments":{}})", R"({"operation":"a"})",
          R"({"operation":"a","arguments":{"b":"c"}})", R"({"operation":"a","arguments":{"b":[1]}})"})
        EXPECT_FALSE(decode_request(line)) << line;
    for (const char* line : {"", "{}", R"({"exit":0})", R"({"exit":9,"out":"","error":""})", R"({"progress":1})"})
        EXPECT_FALSE(decode_answer(line)) << line;
}

}  // namespace
}  // namespace stafett::server::control
