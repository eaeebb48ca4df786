# qrcodegen::qrcodegen: Nayuki's QR code generator in C, which draws the key of an authenticator. Its packages bring no
# CMake configuration. Used by the build and by the installed configuration.
find_path(QRCODEGEN_INCLUDE_DIR qrcodegen/qrcodegen.h)
find_library(QRCODEGEN_LIBRARY NAMES qrcodegen)
mark_as_advanced(QRCODEGEN_INCLUDE_DIR QRCODEGEN_LIBRARY)
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(qrcodegen REQUIRED_VARS QRCODEGEN_LIBRARY QRCODEGEN_INCLUDE_DIR)
if(qrcodegen_FOUND AND NOT TARGET qrcodegen::qrcodegen)
  add_library(qrcodegen::qrcodegen UNKNOWN IMPORTED)
  set_target_properties(qrcodegen::qrcodegen PROPERTIES
    IMPORTED_LOCATION ${QRCODEGEN_LIBRARY}
    INTERFACE_INCLUDE_DIRECTORIES ${QRCODEGEN_INCLUDE_DIR})
endif()
