// An association whose file changes as years do: what `stafett import` is given now and then.
#pragma once

#include <array>
#include <functional>
#include <string>
#include <vector>

namespace stafett::server::histories {

// A number in [low, high].
using Between = std::function<int(int low, int high)>;

class Association {
  public:
    // The file as it is now.
    std::string toml() const;
    // Changes one thing in it: a mail address, a name, a seat, a role that ends or begins, the office's mailbox.
    // What it was, for whoever reads a failure.
    std::string change(const Between& between, const std::string& today);

    static constexpr std::array<const char*, 2> networks{"elevhalsan", "sarskolan"};
    static constexpr std::array<const char*, 7> people{"anna", "sara", "bo", "cai", "eva", "gun", "sam"};
    static constexpr std::array<const char*, 3> municipalities{"tibro", "skara", "hjo"};

  private:
    struct Seat {
        std::string host;          // empty: nobody
        std::string blocked_from;  // empty: not blocked
    };
    std::array<int, people.size()> address_{};
    std::array<int, municipalities.size()> name_{};
    std::array<int, networks.size()> network_name_{};
    std::array<std::array<Seat, municipalities.size()>, networks.size()> seats_{
        {{{{"cai", ""}, {"eva", ""}, {"eva", ""}}}, {{{"cai", ""}, {"eva", ""}, {"", ""}}}}};
    int mailbox_ = 0, language_ = 0;
    std::string member_until_, sara_until_;  // last days of bo's and sara's roles
};

}  // namespace stafett::server::histories
