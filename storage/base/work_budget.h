// How much work one request, one run of a write body or one job may do on what clients sent or stored.
//
// Work is counted in steps and never in time, so that the same question gives the same answer on every machine and
// whatever a cache holds: a step is one candidate of a recurrence rule, one occurrence, one component or property
// looked at, or kOctetsPerStep octets of text compared. Whatever loops over what a client sent or stored takes a
// WorkBudget by reference. There is no default argument, so that code which forgets the budget does not compile.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace stafett::base {

// Belongs to one thread at a time.
class WorkBudget {
  public:
    static constexpr std::size_t kOctetsPerStep = 16;

    // What everything that a request looks at may cost beyond what for_object() adds: some 30 ms.
    static constexpr std::uint64_t kRequest = 1'000'000;
    // What one object may cost: a constant, and so much per octet of its text.
    static constexpr std::uint64_t kObject = 300'000;
    static constexpr std::uint64_t kObjectPerOctet = 1;
    // By how much the sum of a request grows with each object that it looks at, so that 10,000 ordinary objects never
    // meet it.
    static constexpr std::uint64_t kGrowth = 1'000;
    static constexpr std::size_t kOctetsPerGrowth = 4;

    // What one object of so many octets may cost.
    static constexpr std::uint64_t share_of(std::size_t octets) { return kObject + kObjectPerOctet * octets; }

    explicit WorkBudget(std::uint64_t steps) : left_(steps), size_(steps) {}
    // At most `steps` of what `whole` has left; what this spends is taken from `whole` when this ends. `whole` outlives
    // it and is not used meanwhile.
    WorkBudget(WorkBudget& whole, std::uint64_t steps)
        : left_(std::min(steps, whole.left_)), size_(left_), whole_(&whole) {}
    ~WorkBudget() {
        if (whole_ == nullptr) return;
        whole_->left_ -= spent();
        if (exhausted_ && whole_->left_ == 0) whole_->exhausted_ = true;
    }
    WorkBudget(const WorkBudget&) = delete;
    WorkBudget& operator=(const WorkBudget&) = delete;

    // The share of an object of so many octets that a request looks at, by which the sum grows first. (A named
    // function and not a constructor, so that call sites say what the budget is for.)
    WorkBudget for_object(std::size_t octets) {
        grow(kGrowth + octets / kOctetsPerGrowth);
        return {*this, share_of(octets)};
    }
    void grow(std::uint64_t steps) {
        left_ += steps;
        size_ += steps;
    }

    // False when fewer steps are left: then nothing is, and the caller stops.
    bool spend(std::uint64_t steps = 1) {
        if (left_ >= steps) {
            left_ -= steps;
            return true;
        }
        left_ = 0;
        exhausted_ = true;
        return false;
    }
    bool spend_octets(std::size_t octets) { return spend(1 + octets / kOctetsPerStep); }

    // Whether more was asked for than there was: what was found is not all there is.
    bool exhausted() const { return exhausted_; }
    std::uint64_t spent() const { return size_ - left_; }
    std::uint64_t left() const { return left_; }

  private:
    std::uint64_t left_;
    std::uint64_t size_;
    WorkBudget* whole_ = nullptr;
    bool exhausted_ = false;
};

}  // namespace stafett::base
