// For tests of what happens when a program may open nothing more.
#pragma once

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <vector>

namespace stafett::tests {

// While it lives, this program may open `left` more descriptors than it has now.
class DescriptorLimit {
  public:
    explicit DescriptorLimit(int left) {
        ::getrlimit(RLIMIT_NOFILE, &before_);
        // The lowest free numbers are given out first, so the limit is the first of them that is too many.
        std::vector<int> free_numbers;
        for (int i = 0; i <= left; ++i) free_numbers.push_back(::open("/dev/null", O_RDONLY | O_CLOEXEC));
        rlimit lowered = before_;
        lowered.rlim_cur = static_cast<rlim_t>(std::ranges::max(free_numbers));
        for (const int number : free_numbers) ::close(number);
        ::setrlimit(RLIMIT_NOFILE, &lowered);
    }
    ~DescriptorLimit() { lift(); }
    DescriptorLimit(const DescriptorLimit&) = delete;
    DescriptorLimit& operator=(const DescriptorLimit&) = delete;

    void lift() { ::setrlimit(RLIMIT_NOFILE, &before_); }

  private:
    rlimit before_{};
};

}  // namespace stafett::tests
