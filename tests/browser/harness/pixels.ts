import jsQR from 'jsqr'
import type { Locator } from 'playwright-core'

/** What a phone's camera would read from a QR code that is shown. */
export const scan = async (code: Locator): Promise<string> => {
  const picture = (await code.screenshot({ scale: 'device' })).toString('base64')
  const { width, height, pixels } = await code.page().evaluate(async (png) => {
    const image = new Image()
    image.src = `data:image/png;base64,${png}`
    await image.decode()
    const canvas = new OffscreenCanvas(image.width, image.height)
    const drawing = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D
    drawing.drawImage(image, 0, 0)
    const { data } = drawing.getImageData(0, 0, image.width, image.height)
    return { width: image.width, height: image.height, pixels: [...data] }
  }, picture)
  const read = jsQR(Uint8ClampedArray.from(pixels), width, height)
  if (!read) throw new Error('no QR code could be read')
  return read.data
}
