// RFC 6266: file names in Content-Disposition.
#pragma once

#include <string>
#include <string_view>

namespace stafett::caldav::http {

// The name that a request's field gives: filename*, else filename, quoted or not, also as the bare UTF-8 or Latin-1
// that programs send. Made fit to be a file's name: UTF-8 without folders, what is unsafe to show (safe_text.h), blanks
// or dots at its ends, at most 200 octets. Empty if there is none.
std::string file_name_in(std::string_view content_disposition);

// "attachment; filename="…"; filename*=UTF-8''…": what is saved and never shown as a part of our site.
std::string as_download(std::string_view file_name);

}  // namespace stafett::caldav::http
