#include "server/control/control_client.h"

#include "server/control/local_socket.h"
#include "server/control/wire.h"

namespace stafett::server::control {

std::optional<Reply> ask_server(const std::filesystem::path& folder, std::string_view operation,
                                const Arguments& arguments, const std::function<void(std::string_view)>& progress) {
    constexpr std::size_t longest_answer = 64UL * 1024 * 1024;
    const auto connection = connect_in(folder);
    if (!connection) return std::nullopt;
    if (!send_line(*connection, encode(Request{std::string(operation), arguments})))
        return failed("The running server did not take the command; is it shutting down?", Exit::data);
    LineReader reader(*connection, longest_answer);
    while (const auto line = reader.next()) {
        auto answer = decode_answer(*line);
        if (!answer) return failed("The running server answers in another way: it is of another version.", Exit::data);
        if (auto* reply = std::get_if<Reply>(&*answer)) return std::move(*reply);
        progress(std::get<Progress>(*answer).text);
    }
    return failed("The running server went away before it answered; look whether the change was made.", Exit::data);
}

}  // namespace stafett::server::control
