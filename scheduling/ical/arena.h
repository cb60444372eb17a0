// Memory that an Object's tree and its unfolded lines live in: handed out in one direction, freed as a whole.
#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <span>
#include <type_traits>
#include <vector>

namespace stafett::scheduling::ical {

class Arena {
  public:
    // Room for `size` octets, aligned for any type; never freed before the arena.
    std::byte* take(std::size_t size) {
        size = (size + alignof(std::max_align_t) - 1) / alignof(std::max_align_t) * alignof(std::max_align_t);
        if (size > left_) {
            const std::size_t block = std::max(size, kBlock);
            blocks_.push_back(std::make_unique_for_overwrite<std::byte[]>(block));
            next_ = blocks_.back().get();
            left_ = block;
        }
        std::byte* const given = next_;
        next_ += size;
        left_ -= size;
        return given;
    }

    template <class T>
    std::span<const T> copy(std::span<T> source) {
        using Plain = std::remove_const_t<T>;
        static_assert(std::is_trivially_destructible_v<T>);
        if (source.empty()) return {};
        Plain* const copies = reinterpret_cast<Plain*>(take(source.size_bytes()));
        std::uninitialized_copy(source.begin(), source.end(), copies);
        return {copies, source.size()};
    }

  private:
    static constexpr std::size_t kBlock = 4096;
    std::vector<std::unique_ptr<std::byte[]>> blocks_;
    std::byte* next_ = nullptr;
    std::size_t left_ = 0;
};

}  // namespace stafett::scheduling::ical
