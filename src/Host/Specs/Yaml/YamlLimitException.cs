using YamlDotNet.Core;

namespace Tapir.Host.Specs.Yaml;

/// <summary>A YAML text that would cost far more to read than to write.</summary>
internal sealed class YamlLimitException(Mark start, Mark end, string message) : YamlException(start, end, message);
