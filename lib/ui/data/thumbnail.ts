// Wide and high at most, in pixels.
const SIDE = 320
// A picture beyond it is hardly one, and would take more memory than it is worth.
const LARGEST = 64 << 20

/** A small picture of a picture; null for what is none, or none that this browser reads. */
export const thumbnailOf = async (blob: Blob): Promise<Blob | null> => {
  if (!/^image\/(?!svg)/.test(blob.type) || blob.size > LARGEST) return null
  const whole = await createImageBitmap(blob).catch(() => null)
  if (whole === null) return null
  try {
    const scale = Math.min(1, SIDE / Math.max(whole.width, whole.height))
    const width = Math.max(1, Math.round(whole.width * scale))
    const height = Math.max(1, Math.round(whole.height * scale))
    const canvas = new OffscreenCanvas(width, height)
    const context = canvas.getContext('2d')
    if (context === null) return null
    context.imageSmoothingQuality = 'high'
    context.drawImage(whole, 0, 0, width, height)
    return await canvas.convertToBlob({ type: 'image/webp', quality: 0.8 })
  } finally {
    whole.close()
  }
}
