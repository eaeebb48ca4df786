# hellojohn.cps beside the CMake package: the same components in the Common Package Specification, for build systems that
# read it. Its dependencies are named as their CMake packages name them.

# hellojohn_cps_component(NAME TYPE FILE REQUIRES…): appends to the list `components` of the caller. A library without a
# CMake package is required as -lNAME.
function(hellojohn_cps_component name type file)
  set(libraries ${ARGN})
  list(FILTER libraries INCLUDE REGEX "^-l")
  list(FILTER ARGN EXCLUDE REGEX "^-l")
  list(TRANSFORM libraries REPLACE "-l(.+)" "\"\\1\"")
  list(JOIN libraries ", " libraries)
  list(TRANSFORM ARGN REPLACE "(.+)" "\"\\1\"")
  list(JOIN ARGN ", " requires)
  set(includes ", \"includes\": [\"@prefix@/${CMAKE_INSTALL_INCLUDEDIR}\"], \"compile_features\": [\"c++20\"]")
  if(type STREQUAL "executable")
    set(location ", \"location\": \"@prefix@/${CMAKE_INSTALL_BINDIR}/${file}\"")
    set(includes "")
  else()
    set(location ", \"location\": \"@prefix@/${CMAKE_INSTALL_LIBDIR}/${file}\"")
  endif()
  list(APPEND components "    \"${name}\": {\"type\": \"${type}\"${location}${includes}, \"requires\": [${requires}], \"link_libraries\": [${libraries}]}")
  set(components "${components}" PARENT_SCOPE)
endfunction()

# hellojohn_install_cps(SDK_TYPE)
function(hellojohn_install_cps sdk_type)
  set(components "")
  set(packages "\"Boost\": {\"components\": [\"json\"]}")
  set(needs Boost:json)
  if(HELLOJOHN_TRANSPORT STREQUAL "beast" OR HELLOJOHN_TESTING)
    list(APPEND packages "\"OpenSSL\": {\"components\": [\"SSL\", \"Crypto\"]}")
  endif()
  if(HELLOJOHN_TRANSPORT STREQUAL "beast")
    list(APPEND needs OpenSSL:SSL OpenSSL:Crypto)
  endif()
  if(HELLOJOHN_LIBIDN2)
    list(APPEND needs -lidn2)
  endif()
  # A shared library has its dependencies inside.
  if(sdk_type STREQUAL "SHARED_LIBRARY")
    hellojohn_cps_component(sdk dylib $<TARGET_LINKER_FILE_NAME:hellojohn_sdk>)
  else()
    hellojohn_cps_component(sdk archive $<TARGET_FILE_NAME:hellojohn_sdk> ${needs})
  endif()
  if(TARGET hellojohn_widgets)
    list(APPEND packages "\"qrcodegen\": {}")
    hellojohn_cps_component(widgets archive $<TARGET_FILE_NAME:hellojohn_widgets> :sdk qrcodegen:qrcodegen)
  endif()
  if(TARGET hellojohn_speech)
    hellojohn_cps_component(speech archive $<TARGET_FILE_NAME:hellojohn_speech> :widgets)
  endif()
  if(TARGET hellojohn_admin)
    hellojohn_cps_component(admin archive $<TARGET_FILE_NAME:hellojohn_admin> :sdk)
  endif()
  if(TARGET hellojohn_testing)
    hellojohn_cps_component(testing archive $<TARGET_FILE_NAME:hellojohn_testing> :sdk Boost:json OpenSSL:Crypto)
  endif()
  if(TARGET hellojohn_mock_server_lib)
    hellojohn_cps_component(mock_server archive $<TARGET_FILE_NAME:hellojohn_mock_server_lib> :testing OpenSSL:SSL)
    hellojohn_cps_component(hellojohn-mock-server executable $<TARGET_FILE_NAME:hellojohn-mock-server>)
  endif()
  list(JOIN components ",\n" components)
  list(JOIN packages ", " packages)
  set(file ${CMAKE_BINARY_DIR}/package/cps/$<CONFIG>/hellojohn.cps)
  file(GENERATE OUTPUT ${file} CONTENT "{
  \"cps_version\": \"0.13\",
  \"name\": \"hellojohn\",
  \"version\": \"${PROJECT_VERSION}\",
  \"compat_version\": \"${PROJECT_VERSION_MAJOR}.${PROJECT_VERSION_MINOR}.0\",
  \"version_schema\": \"simple\",
  \"license\": \"MIT\",
  \"cps_path\": \"@prefix@/${CMAKE_INSTALL_LIBDIR}/cps/hellojohn\",
  \"requires\": {${packages}},
  \"default_components\": [\"sdk\"],
  \"components\": {
${components}
  }
}
")
  install(FILES ${file} DESTINATION ${CMAKE_INSTALL_LIBDIR}/cps/hellojohn COMPONENT sdk)
endfunction()
