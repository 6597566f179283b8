namespace Tapir.Host.Settings;

/// <summary>Where artifacts are kept.</summary>
internal enum ArtifactStoreKind
{
    /// <summary><c>artifacts/</c> in the state folder.</summary>
    Folder,

    /// <summary>A container of Azure Blob Storage.</summary>
    Blob,
}
