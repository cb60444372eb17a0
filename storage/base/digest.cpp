#include "storage/base/digest.h"

#include <stdexcept>
#include <vector>

#include <openssl/evp.h>
#include <openssl/rand.h>
#include <openssl/sha.h>

namespace stafett::base {
namespace {

constexpr std::string_view kHex = "0123456789abcdef";

std::string hex(const std::uint8_t* bytes, std::size_t count) {
    std::string out;
    out.reserve(count * 2);
    for (std::size_t i = 0; i < count; ++i) {
        out.push_back(kHex[bytes[i] >> 4]);
        out.push_back(kHex[bytes[i] & 15]);
    }
    return out;
}

std::optional<std::string> from_hex(std::string_view text) {
    if (text.size() % 2 != 0) return std::nullopt;
    std::string out;
    for (std::size_t i = 0; i < text.size(); i += 2) {
        const auto high = kHex.find(text[i]), low = kHex.find(text[i + 1]);
        if (high == std::string_view::npos || low == std::string_view::npos) return std::nullopt;
        out.push_back(static_cast<char>(high << 4 | low));
    }
    return out;
}

// Sets version and variant (RFC 4122 §4.1) in the first 16 of `bytes` and writes the usual form.
std::string format_uuid(std::string bytes, int version) {
    bytes[6] = static_cast<char>((static_cast<std::uint8_t>(bytes[6]) & 0x0f) | version << 4);
    bytes[8] = static_cast<char>((static_cast<std::uint8_t>(bytes[8]) & 0x3f) | 0x80);
    std::string text = hex(reinterpret_cast<const std::uint8_t*>(bytes.data()), 16);
    for (const std::size_t at : {8U, 13U, 18U, 23U}) text.insert(at, "-");
    return text;
}

}  // namespace

Digest digest(std::string_view octets) {
    Digest result;
    SHA256(reinterpret_cast<const unsigned char*>(octets.data()), octets.size(), result.bytes.data());
    return result;
}

namespace {
EVP_MD_CTX* context_of(void* context) { return static_cast<EVP_MD_CTX*>(context); }
}  // namespace

Digester::Digester() : context_(EVP_MD_CTX_new()) {
    if (context_ == nullptr || EVP_DigestInit_ex(context_of(context_), EVP_sha256(), nullptr) != 1)
        throw std::runtime_error("no SHA-256");
}
Digester::~Digester() { EVP_MD_CTX_free(context_of(context_)); }
void Digester::add(std::string_view octets) { EVP_DigestUpdate(context_of(context_), octets.data(), octets.size()); }
Digest Digester::digest() {
    Digest result;
    EVP_DigestFinal_ex(context_of(context_), result.bytes.data(), nullptr);
    return result;
}

std::string to_hex(const Digest& digest) { return hex(digest.bytes.data(), digest.bytes.size()); }

std::optional<Digest> digest_from_hex(std::string_view text) {
    const auto bytes = from_hex(text);
    if (!bytes || bytes->size() != 32) return std::nullopt;
    Digest result;
    std::copy(bytes->begin(), bytes->end(), reinterpret_cast<char*>(result.bytes.data()));
    return result;
}

std::string to_base64(std::string_view octets) {
    std::string out((octets.size() + 2) / 3 * 4 + 1, '\0');
    const int size =
        EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                        reinterpret_cast<const unsigned char*>(octets.data()), static_cast<int>(octets.size()));
    out.resize(static_cast<std::size_t>(size));
    return out;
}

// By hand: every row of a listing has an ETag.
std::string to_base64url(std::string_view octets) {
    constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    std::string out((octets.size() * 4 + 2) / 3, '\0');
    const auto* in = reinterpret_cast<const unsigned char*>(octets.data());
    std::size_t at = 0;
    for (std::size_t left = octets.size(); left > 0;) {
        const std::size_t taken = std::min<std::size_t>(left, 3);
        const unsigned bits =
            (unsigned{in[0]} << 16U) | (taken > 1 ? unsigned{in[1]} << 8U : 0U) | (taken > 2 ? unsigned{in[2]} : 0U);
        for (std::size_t digit = 0; digit <= taken; ++digit) out[at++] = digits[(bits >> (18U - 6U * digit)) & 63U];
        in += taken;
        left -= taken;
    }
    return out;
}

std::optional<std::string> from_base64(std::string_view text) {
    if (text.size() % 4 != 0) return std::nullopt;
    const auto padding = text.ends_with("==") ? 2U : text.ends_with("=") ? 1U : 0U;
    if (text.substr(0, text.size() - padding)
            .find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/") !=
        std::string_view::npos)
        return std::nullopt;
    std::string out(text.size() / 4 * 3, '\0');
    const int size =
        EVP_DecodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                        reinterpret_cast<const unsigned char*>(text.data()), static_cast<int>(text.size()));
    if (size < 0) return std::nullopt;
    out.resize(static_cast<std::size_t>(size) - padding);
    return out;
}

std::string uuid_v5(std::string_view space_uuid, std::string_view name) {
    std::string plain;
    for (const char c : space_uuid)
        if (c != '-') plain.push_back(c);
    const auto space = from_hex(plain);
    if (!space || space->size() != 16) throw std::invalid_argument("uuid_v5: the name space is not a UUID");
    const std::string input = *space + std::string(name);
    std::string sha1(SHA_DIGEST_LENGTH, '\0');
    SHA1(reinterpret_cast<const unsigned char*>(input.data()), input.size(),
         reinterpret_cast<unsigned char*>(sha1.data()));
    return format_uuid(std::move(sha1), 5);
}

std::string uuid_v4() { return format_uuid(random_octets(16), 4); }

std::string random_octets(std::size_t count) {
    std::string out(count, '\0');
    if (RAND_bytes(reinterpret_cast<unsigned char*>(out.data()), static_cast<int>(count)) != 1)
        throw std::runtime_error("the system's random generator failed");
    return out;
}

}  // namespace stafett::base
