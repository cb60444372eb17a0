#include "server/transport/certificate_watch.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "tests/support/temporary_folder.h"

namespace stafett::server::transport {
namespace {

TEST(CertificateWatch, tells_once_of_every_way_to_replace_them) {
    const tests::TemporaryFolder folder;
    const auto certificate = folder.path() / "certificate.pem";
    const auto key = folder.path() / "key.pem";
    const auto write = [](const std::filesystem::path& file, std::string_view text) { std::ofstream(file) << text; };
    write(certificate, "one");
    write(key, "one");
    CertificateWatch files(certificate, key);
    const auto told_once = [&] { return files.changed() && !files.changed(); };
    EXPECT_FALSE(files.changed());

    write(certificate, "longer");
    EXPECT_TRUE(told_once()) << "other contents";
    write(folder.path() / "new.pem", "other.");
    std::filesystem::rename(folder.path() / "new.pem", key);
    EXPECT_TRUE(told_once()) << "another file";
    std::filesystem::remove(key);
    EXPECT_TRUE(told_once()) << "gone";
    write(folder.path() / "archive.pem", "linked");
    std::filesystem::create_symlink(folder.path() / "archive.pem", key);
    EXPECT_TRUE(told_once()) << "back, by a link";
    std::filesystem::last_write_time(certificate, std::filesystem::file_time_type(std::chrono::hours(1)));
    EXPECT_TRUE(told_once()) << "another time";
}

}  // namespace
}  // namespace stafett::server::transport
