using Tapir.Models.Network;

namespace Tapir.Models.Export;

/// <summary>A config that was read, and sentences on what of it is used differently here; empty mostly.</summary>
internal sealed record ReadConfig(StudentConfig Config, IReadOnlyList<string> Notes);
