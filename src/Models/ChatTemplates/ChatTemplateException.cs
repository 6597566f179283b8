namespace Tapir.Models.ChatTemplates;

/// <summary>A chat template that cannot be read or rendered, or that refuses a conversation; the message names the template, the line and the construct.</summary>
public sealed class ChatTemplateException(string message) : Exception(message);
